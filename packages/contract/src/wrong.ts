import type { Schema } from "@qoder/work-codegen";
import type { Comparer } from "./schemas.ts";

/** A value that breaks one rule of a schema. */
export interface Wrong {
  /** Names and indexes that lead to the place. */
  path: string[];
  schema: Schema;
  /** The keyword, such as `maximum`, or `required` and the name of the field that is left out. */
  rule: string;
  /** The whole value; undefined if it is left out. */
  value: unknown;
}

/**
 * Makes a wrong value for each rule of a schema, and of what is in it, from a value that is right: one that breaks as
 * few others as possible. Fields that are not required are looked at where the value has them.
 */
export function wrongValues(comparer: Comparer, schema: Schema, right: unknown): Wrong[] {
  const best = new Map<string, { wrong: Wrong; count: number }>();
  for (const wrong of wrongIn(comparer, schema, right)) {
    const { path, schema: broken, rule, value } = wrong;
    const breaches = comparer.breaches(schema, structuredClone(value));
    if (!breaches.some((one) => one.schema === broken && one.keyword === rule.split(" ")[0])) continue;
    const key = `${path.join("/")} ${rule}`;
    const count = breaches.length;
    if (count < (best.get(key)?.count ?? Infinity)) best.set(key, { wrong, count });
  }
  return [...best.values()].map(({ wrong }) => wrong);
}

function* wrongIn(comparer: Comparer, schema: Schema, right: unknown): Generator<Wrong> {
  const values = wrongFor(schema, right);
  for (const rule of Object.keys(schema))
    for (const value of values.get(rule) ?? []) yield { path: [], schema, rule, value };
  const isRight = (one: Schema) => comparer.breaches(one, right).length === 0;
  const { items, properties = {}, required = [], oneOf = [], anyOf = [], allOf = [] } = schema;
  for (const one of [oneOf.find(isRight), anyOf.find(isRight), ...allOf])
    if (one) yield* wrongIn(comparer, one, right);
  if (Array.isArray(right)) {
    if (!items || right.length === 0) return;
    for (const wrong of wrongIn(comparer, items, right[0]))
      yield { ...wrong, path: ["0", ...wrong.path], value: [wrong.value, ...right.slice(1)] };
  } else if (typeof right === "object" && right !== null) {
    const { ...fields } = right as Record<string, unknown>;
    for (const name of required) {
      const { [name]: left, ...value } = fields;
      if (left !== undefined) yield { path: [name], schema, rule: `required ${name}`, value };
    }
    for (const [name, property] of Object.entries(properties)) {
      if (!Object.hasOwn(fields, name)) continue;
      for (const wrong of wrongIn(comparer, property, fields[name]))
        yield { ...wrong, path: [name, ...wrong.path], value: { ...fields, [name]: wrong.value } };
    }
  }
}

/** Texts that have no format or no usual pattern, and are no words that may be a path, such as `poll`, which claims work. */
const texts = ["not-an-id", "~", "2026-13-45", "2026-13-45T08:00:00Z", "2026-07-01T08:00:00+02:00"];

/** Values for each keyword that speaks of one value, of which most are wrong. */
function wrongFor(schema: Schema, right: unknown): Map<string, unknown[]> {
  const { minLength = 0, maxLength, minimum, maximum, minItems = 0, maxItems } = schema;
  const { multipleOf: step = 1 } = schema;
  const list = [right].flat();
  const values = {
    type: [...texts, 7, true, {}],
    enum: [...texts, 1e9],
    const: texts,
    pattern: texts,
    format: texts,
    minLength: ["x".repeat(Math.max(minLength - 1, 0))],
    maxLength: ["x".repeat((maxLength ?? 0) + 1)],
    minimum: [Number(minimum) - 1, Math.ceil(Number(minimum) / step - 1) * step],
    maximum: [Number(maximum) + 1, Math.floor(Number(maximum) / step + 1) * step],
    exclusiveMinimum: [schema.exclusiveMinimum],
    exclusiveMaximum: [schema.exclusiveMaximum],
    multipleOf: [step / 2, 1, -1].map((more) => Number(right) + more),
    minItems: [list.slice(0, Math.max(minItems - 1, 0))],
    maxItems: [Array.from({ length: (maxItems ?? 0) + 1 }, (_, at) => list[at] ?? list[0])],
    uniqueItems: [[list[0], list[0]]],
    minProperties: [{}],
    additionalProperties: [{ ...Object(right), added: "x" }],
  };
  return new Map(Object.entries<unknown[]>(values));
}
