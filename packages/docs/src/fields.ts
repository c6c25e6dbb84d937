import type { Header, Schema } from "@qoder/work-codegen";
import { h } from "hastscript";
import type { List, ListItem } from "mdast";
import { fieldsIn, type Named, typeOf, type View, valuesIn } from "./schema.ts";
import { inlineCode, item, list, paragraph, parse, part, phrases, text } from "./tree.ts";

/** Parameters or headers, with links of their own such as `#parameter.work_id`. */
export const parameterList = (parameters: Header[], prefix = "parameter"): List =>
  fieldList(
    prefix,
    parameters.map(({ name, required, deprecated, description, schema }) => ({
      name,
      required,
      outer: [],
      schema: {
        ...schema,
        ...(deprecated && { deprecated }),
        description: [description, schema.description].filter(Boolean).join(" "),
      },
    })),
  );

/** The properties of a body, with links of their own such as `#response.data.type`. */
export const propertyList = (prefix: string, schema: Schema, view: View = {}): List =>
  fieldList(prefix, fieldsIn(schema, view), view);

const fieldList = (prefix: string, fields: Named[], view: View = {}): List =>
  list(
    fields.map((field) => fieldOf(`${prefix}.${field.name}`, field, view)),
    h("ul.fields"),
  );

function fieldOf(id: string, { name, required, schema, outer }: Named, view: View): ListItem {
  const type = typeOf(schema);
  const shown = h("span.type", [` ${type}`, ...(required ? [" ", h("span.required", "required")] : [])]);
  const description = parse(schema.description ?? "");
  const [first, ...rest] = description;
  const [opening, others] = first?.type === "paragraph" ? [first.children, rest] : [[], description];
  const values = valuesIn(schema).map(([value, meaning]) =>
    item([paragraph(inlineCode(value), ...(meaning ? [text(": "), ...phrases(meaning)] : []))]),
  );
  const inner = fieldsIn(schema, view, outer);
  const children = [
    paragraph(
      inlineCode(name, h("a.anchor", h("code", name))),
      text(` (${type}${required ? ", required" : ""}):`, shown),
      ...(opening.length > 0 ? [text(" "), ...opening] : []),
    ),
    ...(others.length > 0 ? [part(others, h("div"))] : []),
    ...(values.length > 0 ? [list(values, h("ul.values"))] : []),
    ...(inner.length > 0 ? [fieldList(id, inner, view)] : []),
  ];
  return item(children, h("li.field", { id }));
}
