import { holders, type Schema } from "./model.ts";

type Change = (schema: never, key?: string) => unknown;

/** The value of a keyword with each schema in it replaced; a value that holds none is returned as it is. */
export function mapSchemas(keyword: string, value: unknown, change: Change): unknown {
  const isIn = (keywords: readonly string[]) => keywords.includes(keyword);
  if (isIn(holders.one)) return change(value as never);
  if (isIn(holders.many)) return (value as never[]).map((inner, index) => change(inner, String(index)));
  if (!isIn(holders.named)) return value;
  const entries = Object.entries(value as Record<string, never>);
  return Object.fromEntries(entries.map(([name, inner]) => [name, change(inner, name)]));
}

/** The schemas directly inside a schema, each with the keyword that holds it, and its index or name there. */
export function subschemas(schema: Schema) {
  const found: { keyword: string; key: string | undefined; schema: Schema }[] = [];
  for (const [keyword, value] of Object.entries(schema))
    mapSchemas(keyword, value, (inner, key) => found.push({ keyword, key, schema: inner }));
  return found;
}
