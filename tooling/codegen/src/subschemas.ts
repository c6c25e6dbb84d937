import type { Schema } from "./model.ts";

/** Keywords of a schema that hold a schema, a list of schemas, or schemas by name. */
const one =
  `items contains additionalProperties unevaluatedProperties unevaluatedItems propertyNames not if then else
  contentSchema`.split(/\s+/);
const list = ["allOf", "anyOf", "oneOf", "prefixItems"];
const map = ["properties", "patternProperties", "dependentSchemas"];
const kinds = new Map([
  ...one.map((keyword): [string, "one" | "list" | "map"] => [keyword, "one"]),
  ...list.map((keyword): [string, "one" | "list" | "map"] => [keyword, "list"]),
  ...map.map((keyword): [string, "one" | "list" | "map"] => [keyword, "map"]),
]);

/** The value of a keyword with each schema in it replaced; a value that holds none is returned as it is. */
export function mapSchemas(keyword: string, value: unknown, change: (schema: unknown) => unknown): unknown {
  switch (kinds.get(keyword)) {
    case "one":
      return change(value);
    case "list":
      return (value as unknown[]).map(change);
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([name, inner]) => [name, change(inner)]),
      );
    default:
      return value;
  }
}

/** A schema directly inside another: the keyword that holds it, and its index or name there. */
export interface Subschema {
  keyword: string;
  key?: string;
  schema: Schema;
}

/** The schemas directly inside a schema. */
export function subschemas(schema: Schema): Subschema[] {
  return Object.entries(schema).flatMap(([keyword, value]): Subschema[] => {
    const kind = kinds.get(keyword);
    if (kind === undefined) return [];
    if (kind === "one") return [{ keyword, schema: value }];
    return Object.entries(value as object).map(([key, inner]) => ({ keyword, key, schema: inner }));
  });
}
