import type { Header, Schema } from "@qoder/work-codegen";
import type { Place, Printed } from "./content.ts";
import { code, item, prose } from "./markdown.ts";
import { fieldsIn, type Named, typeOf, type View, valuesIn } from "./schema.ts";
import { fill } from "./templates.ts";

/** A name and what it holds, as both forms of a page show it. */
interface Field extends Omit<Named, "schema" | "owner"> {
  id: string;
  /** Such as `data[].type`. */
  path: string;
  type: string;
  text: Printed;
  fields: Field[];
}

/** Parameters or headers, with links of their own such as `#parameter.work_id`. */
export const parameterList = (parameters: Header[], prefix = "parameter") => {
  const schemas = parameters.map(({ name, deprecated, description, schema }): [string, Schema] => [
    name,
    { ...schema, ...(deprecated && { deprecated }), ...(description && { description }) },
  ]);
  const required = parameters.flatMap((one) => (one.required ? one.name : []));
  return propertyList(prefix, { properties: Object.fromEntries(schemas), required });
};

/** The properties of a body, with links of their own such as `#response.data.type`. */
export const propertyList =
  (prefix: string, schema: Schema, view: View = {}) =>
  (unique: (id: string) => string): Printed => {
    const fields = fieldsOf(prefix, "", fieldsIn(schema, view), view, new Map(), unique);
    const markdown = fields.map(itemOf).join("\n");
    return { html: fill("fields.html", { fields }), markdown, places: fields.flatMap(placesOf) };
  };

/** @param shown The id under which the fields of a schema are already, so that none is shown twice. */
function fieldsOf(
  prefix: string,
  outer: string,
  named: Named[],
  view: View,
  shown: Map<Schema, string>,
  unique: (id: string) => string,
): Field[] {
  for (const { owner } of named) shown.set(owner, prefix);
  return named.map(({ name, required, schema }) => {
    const id = unique(`${prefix}.${name}`);
    const inner = fieldsIn(schema, view);
    const fresh = inner.filter(({ owner }) => !shown.has(owner));
    const elsewhere = new Set(inner.flatMap(({ owner }) => shown.get(owner) ?? []));
    const places = [...elsewhere].map((place) => `Fields as in ${code(place)}.`);
    const values = valuesIn(schema).map(([value, text]) =>
      item(`${code(value)}${text && `: ${text.trim()}`}`),
    );
    const text = [schema.description?.trimEnd(), ...places, values.join("\n")].filter(Boolean).join("\n\n");
    const type = typeOf(schema);
    const path = outer + name;
    const inPath = `${path}${type.startsWith("array") ? "[]" : ""}.`;
    const fields = fieldsOf(`${prefix}.${name}`, inPath, fresh, view, shown, unique);
    return { id, path, name, required, type, text: prose(text, unique), fields };
  });
}

function itemOf({ name, type, required, text, fields }: Field): string {
  const words = type.replaceAll(/[\\`*[\]]/g, "\\$&"); // a pattern is no Markdown
  const head = `${code(name)} (${words}${required ? ", required" : ""}):`;
  const isBlock = /^(?:[-*+] |\d+[.)] |[#|>]|```|~~~| {4})/.test(text.markdown);
  return item(`${head}${isBlock ? "\n" : " "}${text.markdown}`.trimEnd(), fields.map(itemOf));
}

function placesOf({ id, path, text, fields }: Field): Place[] {
  const [own, ...headings] = text.places;
  return [{ id, title: path, text: own?.text ?? "" }, ...headings, ...fields.flatMap(placesOf)];
}
