import type { Schema } from "./model.ts";

/** The types of JSON that a schema allows, as JSON Schema names them. */
export function typesOf(schema: Schema, outer: Schema[] = []): string[] {
  const { type, enum: values, const: constant, allOf = [], anyOf, oneOf, properties } = schema;
  const own = [type ?? []].flat();
  if (own.length > 0) return own;
  if (constant !== undefined) return [jsonTypeOf(constant)];
  if (values) return values.map(jsonTypeOf);
  if (outer.includes(schema)) return [];
  const inside = [...outer, schema];
  const members = anyOf ?? oneOf ?? allOf.slice(0, 1);
  if (members.length > 0) return members.flatMap((one) => typesOf(one, inside));
  return properties ? ["object"] : ["object", "array", "string", "number", "boolean", "null"];
}

/** The type of a value, as JSON Schema names it; that of a whole number is `number`. */
export const jsonTypeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
