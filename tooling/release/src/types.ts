import { type Header, jsonTypeOf, type Schema } from "@qoder/work-codegen";

/** The only values that a schema allows, if it lists them. */
export const valuesOf = (schema: Schema): unknown[] | undefined =>
  "const" in schema ? [schema.const] : schema.enum;
const unique = (list: string[] | undefined) => list && [...new Set(list)];
/** The types that a schema names, or those of its values; nothing if it allows any. */
export const typesOf = (schema: Schema): string[] | undefined =>
  schema.type === undefined ? unique(valuesOf(schema)?.map(jsonTypeOf)) : unique([schema.type].flat());

/** The type that a value has in JSON, where an integer is a number. */
export const jsonType = (type: string) => (type === "integer" ? "number" : type);

/** The types of a schema and of its alternatives; nothing if it allows any. */
export function typesIn(schema: Schema, outer: Schema[] = []): string[] | undefined {
  const either = schema.anyOf ?? schema.oneOf;
  if (schema.type || !either || outer.includes(schema)) return typesOf(schema);
  const all = either.flatMap((one) => typesIn(one, [...outer, schema]) ?? ["any"]);
  return all.includes("any") ? undefined : unique(all);
}

/** Whether the value of a parameter or a header has parts, which `explode` writes in another way. */
export function hasParts({ style, schema }: Pick<Header, "style" | "schema">): boolean {
  const parts = style === "simple" ? ["object"] : ["array", "object"];
  return style !== "deepObject" && (typesIn(schema)?.some((type) => parts.includes(type)) ?? true);
}

const allTypes = ["null", "boolean", "number", "string", "array", "object"];
/** The types of the first list that the second does not allow. An integer is a number. */
export const typesBeyond = (types = allTypes, others = allTypes): string[] =>
  types.filter((type) => !others.includes(type) && !(type === "integer" && others.includes("number")));
