import { type Block, escapeHtml, inline } from "./markdown.ts";
import type { Parameter, Schema } from "./spec.ts";

/** One name that a reader looks up: a parameter, or a property of a body. */
interface Field {
  name: string;
  type: string;
  required: boolean;
  description: string;
  /** Known values with their meaning. */
  values: [value: string, meaning: string][];
  fields: Field[];
}

/** The parameters of an operation, with links of their own such as `#parameter.work_id`. */
export const parameterList = (parameters: Parameter[]): Block =>
  list(
    "parameter",
    parameters.map(({ name, required = false, deprecated = false, description = "", schema }) => ({
      ...fieldOf(name, { ...schema, deprecated }, required),
      description: `${description} ${schema.description ?? ""}`.trim(),
    })),
  );

/** The properties of a body, with links of their own such as `#response.data.type`. */
export const propertyList = (prefix: string, schema: Schema): Block => list(prefix, fieldsOf(schema));

function fieldsOf(schema: Schema): Field[] {
  const { properties = {}, required = [], allOf = [] } = schema;
  const named = Object.entries(properties).map(([name, property]) =>
    fieldOf(name, property, required.includes(name)),
  );
  const shapes = variantsOf(schema).filter((variant) => fieldsOf(variant).length > 0);
  const variants =
    shapes.length > 1
      ? shapes.map((shape, index) => fieldOf(shape.title ?? `variant_${index + 1}`, shape, false))
      : shapes.flatMap(fieldsOf);
  return [...named, ...allOf.flatMap(fieldsOf), ...variants, ...innerOf(schema).flatMap(fieldsOf)];
}

function fieldOf(name: string, schema: Schema, required: boolean): Field {
  return {
    name,
    type: typeOf(schema),
    required,
    description: `${schema.description ?? ""}`.trim(),
    values: valuesOf(schema),
    fields: fieldsOf(schema),
  };
}

const variantsOf = ({ oneOf = [], anyOf = [] }: Schema): Schema[] => [...oneOf, ...anyOf];

/** The schema of the members of an array or a map. */
const innerOf = ({ items, additionalProperties: others }: Schema): Schema[] =>
  [items, others].filter((schema): schema is Schema => typeof schema === "object");

function valuesOf(schema: Schema): Field["values"] {
  const { enum: known = [], "x-enumDescriptions": meanings = {}, allOf = [] } = schema;
  return [
    ...known.map((value): [string, string] => [String(value), meanings[String(value)] ?? ""]),
    ...[...allOf, ...variantsOf(schema), ...innerOf(schema)].flatMap(valuesOf),
  ];
}

/** The type in words, with what else a value must keep to. */
function typeOf(schema: Schema): string {
  const { const: constant, format, type: own, allOf = [] } = schema;
  const [inner] = innerOf(schema);
  const types = own ? [own].flat() : [...allOf, ...variantsOf(schema)].map(typeOf);
  const named = [...new Set(types)].map((type) =>
    inner && (type === "array" || type === "object") ? `${type} of ${typeOf(inner)}` : type,
  );
  const kept = limits.flatMap(([keyword, words]) => {
    const value = schema[keyword];
    return value === undefined || value === false ? [] : [words(String(value))];
  });
  const type = constant === undefined ? named.join(" or ") : `always ${JSON.stringify(constant)}`;
  return [inner && kept.length > 0 ? `${type};` : type, format, ...kept]
    .filter(Boolean)
    .join(", ")
    .replace(";,", ";");
}

const limits: [keyword: keyof Schema, words: (value: string) => string][] = [
  ["pattern", (value) => (/^\^[\w-]+$/.test(value) ? `starts with ${value.slice(1)}` : `matches ${value}`)],
  ["minLength", (value) => `at least ${value} characters`],
  ["maxLength", (value) => `at most ${value} characters`],
  ["minimum", (value) => `at least ${value}`],
  ["maximum", (value) => `at most ${value}`],
  ["exclusiveMinimum", (value) => `more than ${value}`],
  ["exclusiveMaximum", (value) => `less than ${value}`],
  ["minItems", (value) => `at least ${value} items`],
  ["maxItems", (value) => `at most ${value} items`],
  ["maxProperties", (value) => `at most ${value} keys`],
  ["deprecated", () => "deprecated"],
  ["default", (value) => `default ${value}`],
];

const list = (prefix: string, fields: Field[]): Block => ({
  markdown: fields.map((field) => markdownOf(field, "")).join("\n"),
  html: htmlOf(prefix, fields),
});

function markdownOf({ name, type, required, description, values, fields }: Field, indent: string): string {
  const text = description.replace(/\s+/g, " ");
  const deeper = `${indent}  `;
  return [
    `${indent}- \`${name}\` (${type}${required ? ", required" : ""}): ${text}`.trimEnd(),
    ...values.map(([value, meaning]) => `${deeper}- \`${value}\`${meaning && `: ${meaning}`}`),
    ...fields.map((field) => markdownOf(field, deeper)),
  ].join("\n");
}

function htmlOf(prefix: string, fields: Field[]): string {
  const items = fields.map((field) => {
    const { name, type, required, description, values } = field;
    const id = escapeHtml(`${prefix}.${name}`);
    const known = values.map(
      ([value, meaning]) => `<li><code>${escapeHtml(value)}</code> ${inline(meaning)}</li>`,
    );
    return `<div class="field" id="${id}">
<dt><a class="anchor" href="#${id}"><code>${escapeHtml(name)}</code></a> <span class="type">${escapeHtml(type)}</span>${required ? ' <span class="required">required</span>' : ""}</dt>
<dd>${inline(description)}${known.length > 0 ? `<ul class="values">${known.join("")}</ul>` : ""}${field.fields.length > 0 ? htmlOf(`${prefix}.${name}`, field.fields) : ""}</dd>
</div>`;
  });
  return `<dl class="fields">${items.join("\n")}</dl>`;
}
