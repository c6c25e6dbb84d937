import { type Api, prefixOf, type Schema } from "@qoder/work-codegen";

/** A schema under the name that a reader looks up: a parameter, a property or an alternative. */
export interface Named {
  name: string;
  required: boolean;
  schema: Schema;
  isAlternative?: boolean;
  /** The schema that it is directly in. */
  owner: Schema;
}

/** The choices in how a schema is shown. */
export interface View extends Partial<Pick<Api, "nameOf" | "targetOf">> {
  /** Leaves out the fields that only answers, or only requests, have. */
  omit?: "readOnly" | "writeOnly";
}

/**
 * The named schemas inside a schema: its properties, the first of its items by their numbers, those of its members, and
 * its alternatives; none if it is inside itself.
 */
export function fieldsIn(schema: Schema, view: View = {}, outer: Schema[] = []): Named[] {
  if (outer.includes(schema)) return [];
  const inside = (inner: Schema) => fieldsIn(inner, view, [...outer, schema]);
  const owner = view.targetOf?.(schema) ?? schema;
  const parts = partsOf(schema);
  const required = parts.flatMap((one) => one.required ?? []);
  const own = parts
    .flatMap(({ properties = {}, patternProperties = {}, prefixItems = [] }) => [
      ...Object.entries({ ...properties, ...patternProperties }),
      ...Object.entries(prefixItems),
    ])
    .filter(([, property]) => !(view.omit && property[view.omit]))
    .map(([name, property]) => ({ name, required: required.includes(name), schema: property, owner }));
  const shapes = parts.flatMap(variantsOf).filter((variant) => inside(variant).length > 0);
  const variants = shapes.map((shape, index) => {
    const name = shape.title ?? view.nameOf?.(shape) ?? `variant_${index + 1}`;
    return { name, required: false, schema: shape, isAlternative: true, owner };
  });
  const members = parts.flatMap(membersOf).flatMap(inside);
  return [...own, ...(shapes.length > 1 ? variants : shapes.flatMap(inside)), ...members];
}

/** The known values of a schema and of what is directly inside, with their meanings. */
export function valuesIn(schema: Schema, outer: Schema[] = []): [value: string, meaning: string][] {
  if (outer.includes(schema)) return [];
  const { enum: known = [], "x-enumDescriptions": meanings = {} } = schema;
  const named = new Map(Object.entries(meanings));
  const variants = variantsOf(schema).map((one) => ("const" in one ? { ...one, enum: [one.const] } : one));
  return [
    ...known.map((value): [string, string] => [String(value), named.get(String(value)) ?? ""]),
    ...[...(schema.allOf ?? []), ...variants, ...membersOf(schema)].flatMap((inner) => {
      const values = valuesIn(inner, [...outer, schema]);
      if (values.length !== 1 || !variants.includes(inner)) return values;
      const { title = "", description = title } = inner; // of the value, in an annotated enumeration
      return values.map(([value, meaning]): [string, string] => [value, meaning || description]);
    }),
  ];
}

/** The type in words, with what else a value must keep to. */
export function typeOf(schema: Schema, outer: Schema[] = []): string {
  if (outer.includes(schema)) return "the same";
  const parts = partsOf(schema);
  const constant = parts.find((one) => "const" in one);
  const limits = parts.flatMap(limitsOf);
  if (constant) return [`always ${JSON.stringify(constant.const)}`, ...limits].join(", ");
  const words = (inner: Schema) => typeOf(inner, [...outer, schema]);
  const [member] = parts.flatMap(membersOf);
  const whole = namesOf(parts, words)
    .map((type) => (member && (type === "array" || type === "object") ? `${type} of ${words(member)}` : type))
    .join(" or ");
  // After a comma, the limits would read as those of the members.
  return limits.length > 0 ? `${whole}${member ? ";" : ","} ${limits.join(", ")}` : whole;
}

/** A schema and those that it could not be merged with. */
const partsOf = (schema: Schema): Schema[] => [schema, ...(schema.allOf ?? []).flatMap(partsOf)];

const variantsOf = ({ oneOf = [], anyOf = [] }: Schema): Schema[] => [...oneOf, ...anyOf];

/** The schemas of the members of an array or a map; none where nothing is said of them. */
const membersOf = ({ items = {}, additionalProperties: others = {} }: Schema): Schema[] =>
  [items, others].filter((inner) => Object.keys(inner).some((keyword) => keyword !== "not"));

/** The names of the types, without those of the members. */
function namesOf(parts: Schema[], words: (schema: Schema) => string): string[] {
  const types = parts.flatMap(({ type = [] }) => type);
  const others = parts.flatMap(variantsOf).map(words);
  const implied = parts.flatMap(({ properties, items, enum: known = [] }) => [
    ...(properties ? ["object"] : []),
    ...(items ? ["array"] : []),
    ...known.map((value) => (value === null ? "null" : typeof value)),
  ]);
  const found = [types, others, implied].find(({ length }) => length > 0) ?? ["any"];
  return [...new Set(found)];
}

const limitsOf = (schema: Schema): string[] =>
  limits.flatMap(([keyword, words]) => {
    const value = schema[keyword];
    if (value === undefined || (value === false && keyword !== "default")) return [];
    if (keyword === "pattern" && schema.format) return []; // which says it in a word
    return words(typeof value === "string" ? value : JSON.stringify(value));
  });

const counted = (value: string, noun: string) => `${value} ${noun}${value === "1" ? "" : "s"}`;

const limits: [keyword: keyof Schema, words: (value: string) => string][] = [
  ["format", (value) => value],
  ["contentEncoding", (value) => value],
  ["pattern", (value) => (prefixOf(value) ? `starts with ${prefixOf(value)}` : `matches ${value}`)],
  ["minLength", (value) => `at least ${counted(value, "character")}`],
  ["maxLength", (value) => `at most ${counted(value, "character")}`],
  ["minimum", (value) => `at least ${value}`],
  ["maximum", (value) => `at most ${value}`],
  ["exclusiveMinimum", (value) => `more than ${value}`],
  ["exclusiveMaximum", (value) => `less than ${value}`],
  ["multipleOf", (value) => `a multiple of ${value}`],
  ["minItems", (value) => `at least ${counted(value, "item")}`],
  ["maxItems", (value) => `at most ${counted(value, "item")}`],
  ["maxProperties", (value) => `at most ${counted(value, "key")}`],
  ["uniqueItems", () => "each once"],
  ["minProperties", (value) => `at least ${counted(value, "key")}`],
  ["readOnly", () => "read-only"],
  ["writeOnly", () => "write-only"],
  ["deprecated", () => "deprecated"],
  ["default", (value) => `default ${value || '""'}`],
];
