import { holders, type Schema } from "./model.ts";

const has = (keywords: readonly string[], keyword: string) => keywords.includes(keyword);

/** The value of a keyword with each schema in it replaced; a value that holds none is returned as it is. */
export function mapSchemas(keyword: string, value: unknown, change: (schema: never) => unknown): unknown {
  if (has(holders.one, keyword)) return change(value as never);
  if (has(holders.many, keyword)) return (value as never[]).map(change);
  if (!has(holders.named, keyword)) return value;
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
    if (has(holders.one, keyword)) return [{ keyword, schema: value as Schema }];
    if (!has(holders.many, keyword) && !has(holders.named, keyword)) return [];
    return Object.entries(value as Record<string, Schema>).map(([key, inner]) => ({
      keyword,
      key,
      schema: inner,
    }));
  });
