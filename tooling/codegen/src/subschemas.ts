import type { Schema } from "./model.ts";

const one =
  `items contains additionalProperties unevaluatedProperties unevaluatedItems propertyNames not if then else
  contentSchema`.split(/\s+/);
const many = ["allOf", "anyOf", "oneOf", "prefixItems"];
const named = ["properties", "patternProperties", "dependentSchemas"];

/** The value of a keyword with each schema in it replaced; a value that holds none is returned as it is. */
export function mapSchemas(keyword: string, value: unknown, change: (schema: never) => unknown): unknown {
  if (one.includes(keyword)) return change(value as never);
  if (many.includes(keyword)) return (value as never[]).map(change);
  if (!named.includes(keyword)) return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [name, change(inner as never)]),
  );
}

/** A schema directly inside another: the keyword that holds it, and its index or name there. */
export interface Subschema {
  keyword: string;
  key?: string;
  schema: Schema;
}

/** The schemas directly inside a schema. */
export const subschemas = (schema: Schema): Subschema[] =>
  Object.entries(schema).flatMap(([keyword, value]): Subschema[] => {
    if (one.includes(keyword)) return [{ keyword, schema: value as Schema }];
    if (!many.includes(keyword) && !named.includes(keyword)) return [];
    return Object.entries(value as Record<string, Schema>).map(([key, inner]) => ({
      keyword,
      key,
      schema: inner,
    }));
  });
