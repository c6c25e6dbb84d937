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
      owner: schema,
      schema: {
        ...schema,
        ...(deprecated && { deprecated }),
        description: description || (schema.description ?? ""),
      },
    })),
    {},
    new Map(),
  );

/** The properties of a body, with links of their own such as `#response.data.type`. */
export const propertyList = (prefix: string, schema: Schema, view: View = {}): List =>
  fieldList(prefix, fieldsIn(schema, view), view, new Map());

/** @param shown The id under which the fields of a schema are already, so that none is shown twice. */
function fieldList(prefix: string, fields: Named[], view: View, shown: Map<Schema, string>): List {
  for (const { owner } of fields) shown.set(owner, prefix);
  const items = fields.map((field) => fieldOf(`${prefix}.${field.name}`, field, view, shown));
  return list(items, h("ul.fields"));
}

function fieldOf(id: string, field: Named, view: View, shown: Map<Schema, string>): ListItem {
  const { name, required, schema } = field;
  const type = typeOf(schema);
  const words = h("span.type", [` ${type}`, ...(required ? [" ", h("span.required", "required")] : [])]);
  const description = parse(schema.description ?? "");
  const [first, ...rest] = description;
  const [opening, others] = first?.type === "paragraph" ? [first.children, rest] : [[], description];
  const values = valuesIn(schema).map(([value, meaning]) =>
    item([paragraph(inlineCode(value), ...(meaning ? [text(": "), ...phrases(meaning)] : []))]),
  );
  const inner = fieldsIn(schema, view);
  const fresh = inner.filter(({ owner }) => !shown.has(owner));
  const elsewhere = [...new Set(inner.flatMap(({ owner }) => shown.get(owner) ?? []))];
  const sentences = [opening, ...elsewhere.map((place) => phrases(`Fields as in \`${place}\`.`))];
  const children = [
    paragraph(
      inlineCode(name, h("a.anchor", h("code", name))),
      text(` (${type}${required ? ", required" : ""}):`, words),
      ...sentences.flatMap((sentence) => (sentence.length > 0 ? [text(" "), ...sentence] : [])),
    ),
    ...(others.length > 0 ? [part(others, h("div"))] : []),
    ...(values.length > 0 ? [list(values, h("ul.values"))] : []),
    ...(fresh.length > 0 ? [fieldList(id, fresh, view, shown)] : []),
  ];
  return item(children, h("li.field", { id }));
}
