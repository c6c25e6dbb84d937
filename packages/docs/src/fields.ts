import type { Header, Schema } from "@qoder/work-codegen";
import { code, item, type Printed, prose } from "./markdown.ts";
import { fieldsIn, type Named, typeOf, type View, valuesIn } from "./schema.ts";
import { fill } from "./templates.ts";

interface Context {
  view: View;
  unique(id: string): string;
  /** The id under which the fields of a schema are shown, so that they are shown once. */
  shown: Map<Schema, string>;
}

/** Parameters or headers, with links of their own such as `#parameter.work_id`. */
export const parameterList = (parameters: Header[], prefix = "parameter") => {
  const named = parameters.map(({ name, required, deprecated, description, schema }) => {
    const texts = { ...(deprecated && { deprecated }), ...(description && { description }) };
    return { name, required, schema: { ...schema, ...texts }, owner: {} };
  });
  return listOf(prefix, named, {});
};

/** The properties of a body, with links of their own such as `#response.data.type`. */
export const propertyList = (prefix: string, schema: Schema, view: View = {}) =>
  listOf(prefix, fieldsIn(schema, view), view);

const listOf = (prefix: string, named: Named[], view: View) => (unique: (id: string) => string) =>
  fieldList(prefix, "", named, { view, unique, shown: new Map() });

/** Fields whose ids begin with `prefix`, and whose paths, such as `data[].type`, begin with `outer`. */
function fieldList(prefix: string, outer: string, named: Named[], context: Context): Printed {
  const { view, unique, shown } = context;
  if (named.length === 0) return { html: "", markdown: "", places: [] };
  for (const { owner } of named) shown.set(owner, prefix);
  const fields = named.map(({ name, required, schema, isAlternative }) => {
    const id = unique(`${prefix}.${name}`);
    const path = outer + name;
    const type = `${typeOf(schema)}${isAlternative ? ", one of these" : ""}`;
    const inside = fieldsIn(schema, view);
    const elsewhere = new Set(inside.flatMap(({ owner }) => shown.get(owner) ?? []));
    const known = valuesIn(schema);
    const isLong = known.length > 10 && known.every(([, text]) => !text);
    const values = isLong
      ? known.map(([value]) => code(value)).join(", ")
      : known.map(([value, text]) => item(code(value) + (text && `: ${text.trim()}`))).join("\n");
    const texts = [
      schema.description?.trimEnd(),
      ...[...elsewhere].map((place) => `Fields as in ${code(place)}.`),
      values,
    ];
    const fresh = inside.filter(({ owner }) => !shown.has(owner));
    const inPath = `${path}${type.startsWith("array") ? "[]" : ""}.`;
    const inner = fieldList(`${prefix}.${name}`, inPath, fresh, context);
    const text = prose(texts.filter(Boolean).join("\n\n"), unique);

    const words = type.replaceAll(/[\\`*[\]]/g, "\\$&"); // a pattern is no Markdown
    const isBlock = /^(?:[-*+] |\d+[.)] |[#|>]|```|~~~| {4})/.test(text.markdown);
    const head = `${code(name)} (${words}${required ? ", required" : ""}):${isBlock ? "\n" : " "}`;
    const markdown = item([(head + text.markdown).trimEnd(), inner.markdown].filter(Boolean).join("\n"));
    const places = [{ id, title: path, text: "" }, ...text.places, ...inner.places];
    return { id, name: name || '""', required, type, html: text.html + inner.html, markdown, places };
  });
  return {
    html: fill("fields.html", { fields }),
    markdown: fields.map(({ markdown }) => markdown).join("\n"),
    places: fields.flatMap(({ places }) => places),
  };
}
