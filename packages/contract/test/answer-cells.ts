import {
  isJson,
  jsonTypeOf,
  type Operation,
  type Response,
  responseOf,
  type Schema,
  subschemas,
} from "@qoder/work-codegen";
import type { Exchange } from "../src/exchange.ts";
import { nullInType } from "../src/schemas.ts";
import type { Draft } from "./cell.ts";
import { answeredOf, isMap } from "./complete.ts";

/** A status, its examples and headers, and each rule of its bodies have a cell. */
export function answerCells(
  operation: Operation,
  { status, contents, headers }: Response,
  all: Exchange[],
): Draft[] {
  const own = all.filter(
    ({ response }) => responseOf(operation, Number(response?.status))?.status === status,
  );
  // The client asks for no other media type.
  const spoken = contents.filter(({ mediaType }) => isJson(mediaType));
  const isEmpty = operation.method === "head" || spoken.length === 0;
  const ofHeaders = headers.map(({ name, schema }) => ({
    part: status,
    at: `header ${name}`,
    rule: "sent",
    schema,
    exercisedBy: own.filter(({ response }) => response?.headers[name.toLowerCase()] !== undefined),
  }));
  if (isEmpty)
    return [{ part: status, at: "", rule: "status without a body", exercisedBy: own }, ...ofHeaders];
  const cells = spoken.flatMap(({ mediaType, schema, examples }): Draft[] => {
    const part = `${status} ${mediaType}`;
    const named = Object.keys(examples).map((name) => ({
      part,
      at: "",
      rule: `example ${name}`,
      exercisedBy: own.filter(({ probe }) => probe.headers?.["prefer"]?.endsWith(`example="${name}"`)),
    }));
    const traces = own.map((exchange) => {
      const rules = [...rulesOf(schema, JSON.parse(exchange.response?.text || "null"))];
      return { exchange, keys: new Set(rules.filter(({ met }) => met).map(keyOf)) };
    });
    const rules = new Map([...rulesOf(schema, undefined)].map((rule) => [keyOf(rule), rule]));
    return [
      { part, at: "", rule: "status and media type", exercisedBy: own },
      ...named,
      ...[...rules].map(([key, { at, rule, schema }]) => ({
        part,
        at,
        rule,
        schema,
        exercisedBy: traces.filter(({ keys }) => keys.has(key)).map(({ exchange }) => exchange),
      })),
    ];
  });
  return [...cells, ...ofHeaders];
}

interface Rule {
  at: string;
  rule: string;
  /** Whether the value is one that the rule speaks of. */
  met: boolean;
  schema: Schema;
}
const keyOf = ({ at, rule }: Rule) => `${at} ${rule}`;

const kindOf = (value: unknown) => (Number.isInteger(value) ? "integer" : jsonTypeOf(value));

/** Keywords that set no rule for values. */
export const textKeywords =
  /^(description|title|examples|default|deprecated|readOnly|writeOnly|discriminator|xml|x-.*)$/;
/** Keywords that are looked at one by one below. */
const ownRules = /^(type|enum|required|properties|additionalProperties|items)$/;

/** Every rule of a schema, and whether a value meets with it. */
function* rulesOf(written: Schema, value: unknown, at = "", outer: Schema[] = []): Generator<Rule> {
  if (outer.includes(written)) return;
  const schema = nullInType(written);
  const inside = [...outer, written];
  const { additionalProperties, items } = schema;
  const properties = answeredOf(schema);
  const fields = (kindOf(value) === "object" ? value : {}) as Record<string, unknown>;
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(properties, name));
  for (const type of [schema.type ?? []].flat()) {
    const met = kindOf(value) === type || (type === "number" && typeof value === "number");
    yield { at, rule: `type ${type}`, met, schema };
  }
  for (const known of schema.enum ?? [])
    yield { at, rule: `enum ${JSON.stringify(known)}`, met: value === known, schema };
  const held = new Set(subschemas(schema).map(({ keyword }) => keyword));
  for (const [keyword, limit] of Object.entries(schema)) {
    if (textKeywords.test(keyword) || ownRules.test(keyword)) continue;
    const isPresent = value !== undefined && (value !== null || limit === null || schema.type === undefined);
    const met = keyword === "propertyNames" ? Object.keys(fields).length > 0 : isPresent;
    yield { at, rule: held.has(keyword) ? keyword : `${keyword} ${JSON.stringify(limit)}`, met, schema };
  }
  for (const name of schema.required?.filter((one) => !schema.properties?.[one]?.writeOnly) ?? [])
    yield { at, rule: `required ${name}`, met: Object.hasOwn(fields, name), schema };
  for (const [name, property] of Object.entries(properties)) {
    const inner = Object.hasOwn(fields, name) ? fields[name] : undefined;
    yield* rulesOf(property, inner, `${at}/${name}`, inside);
  }
  if (additionalProperties && isMap(schema)) {
    yield { at, rule: "additionalProperties", met: others.length > 0, schema };
    for (const name of others.length > 0 ? others : [""])
      yield* rulesOf(additionalProperties, fields[name], `${at}/*`, inside);
  }
  if (items) {
    const values = Array.isArray(value) && value.length > 0 ? value : [undefined];
    for (const item of values) yield* rulesOf(items, item, `${at}/*`, inside);
  }
}
