import { isDeepStrictEqual } from "node:util";
import type { Node, Schema } from "./model.ts";
import { stand } from "./origins.ts";
import { subschemas } from "./subschemas.ts";

/** Keywords whose first value stays, because they do not change which values are allowed. */
const ofTheFirst = /^(default|description|\$comment|externalDocs|xml|x-.*)$/;
/** Keywords that describe one part, and not the whole. */
const ofThePart = /^(title|examples|example|deprecated|discriminator|\$id|\$anchor|\$defs|\$schema)$/;

const merged = new WeakSet<Schema>();
/** For each pair of schemas of one field, the schema that they were merged into. */
const mergedPairs = new WeakMap<Schema, Map<Schema, Schema>>();

/**
 * Merges the parts of an `allOf` into the schema that has it, also in all schemas inside, in place. Returns it. A part stays
 * in `allOf` where one schema cannot say both, such as two patterns.
 */
export function mergeAllOf(schema: Schema): Schema {
  if (merged.has(schema)) return schema;
  merged.add(schema);
  for (const inner of subschemas(schema)) mergeAllOf(inner.schema);
  if (schema.allOf) mergeParts(schema, schema.allOf);
  // A supertype may list its subtypes. In a subtype, which is one of them, the list says nothing.
  for (const keyword of ["anyOf", "oneOf"] as const)
    if (schema[keyword]?.includes(schema)) delete schema[keyword];
  return schema;
}

function mergeParts(schema: Schema, parts: Schema[]): void {
  const { allOf: _, ...own } = schema;
  const isOnly = parts.length === 1 && !own.properties;
  let whole: Node = own;
  const rest: Schema[] = [];
  const all = [...parts];
  for (const [index, one] of all.entries()) {
    if (one === schema) continue;
    const { allOf: inner = [], ...part } = one;
    const both = joined(whole, part, isOnly);
    if (!both) rest.push(stand(part, one));
    // Of a part that is still being merged, those inside.
    all.splice(index + 1, 0, ...inner.filter((one) => !all.includes(one)));
    whole = both ?? whole;
  }
  for (const keyword of Object.keys(schema)) delete (schema as Node)[keyword];
  Object.assign(schema, whole, rest.length > 0 && { allOf: rest });
}

/** Merges two schemas; undefined if one schema cannot say what both say. */
function joined(one: Node, other: Node, isOnly: boolean): Node | undefined {
  const isClosedPart = isClosed(other) || says(other, "unevaluatedProperties");
  if ((isClosedPart && one["properties"]) || (isClosed(one) && other["properties"])) return undefined;
  const whole = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    if (ofThePart.test(keyword) && !isOnly) continue;
    const both = keyword in one ? bothOf(keyword, one[keyword], value) : value;
    if (both === undefined) return undefined;
    whole[keyword] = both;
  }
  return whole;
}

/** Merges two values of a keyword; undefined if one value cannot say what both say. */
function bothOf(keyword: string, old: Node[string], value: Node[string]): unknown {
  if (ofTheFirst.test(keyword) || ofThePart.test(keyword)) return old;
  if (keyword === "required") return [...new Set([old, value].flat())];
  if (keyword === "properties") return fieldsOf(old, value);
  if (/^max/.test(keyword)) return Math.min(old, value);
  if (/^min/.test(keyword)) return Math.max(old, value);
  return isDeepStrictEqual(old, value) ? old : undefined;
}

function fieldsOf(one: Node, other: Node): Node {
  const common = Object.entries(other).filter(([name]) => Object.hasOwn(one, name));
  const both = common.map(([name, schema]) => [name, fieldOf(one[name], schema)]);
  return Object.fromEntries([...Object.entries(one), ...Object.entries(other), ...both]);
}

/** The schema of a field that two parts name. */
function fieldOf(one: Schema, other: Schema): Schema {
  if (one === other) return one;
  const known = mergedPairs.get(one) ?? new Map<Schema, Schema>();
  mergedPairs.set(one, known);
  const field = known.get(other) ?? stand<Schema>({ allOf: [one, other] }, one);
  known.set(other, field);
  return mergeAllOf(field);
}

const says = (node: Node, keyword: string) => Object.keys(node[keyword] ?? {}).length > 0;
/** Whether a schema has rules for the fields that it does not name, and so for those of other parts. */
const isClosed = (node: Node) => says(node, "additionalProperties") || says(node, "patternProperties");
