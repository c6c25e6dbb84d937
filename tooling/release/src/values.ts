import { isDeepStrictEqual as isSame } from "node:util";
import { filledUrl, jsonTypeOf, prefixOf, type Server } from "@qoder/work-codegen";
import { type Effect, effectOf } from "./policy.ts";
import { hasParts, jsonType, typesBeyond } from "./types.ts";

// biome-ignore lint/suspicious/noExplicitAny: each keyword has values of its own type
export type Value = any;

/** The same for each of some keywords. */
export const each = <Kind>(keywords: string, kind: Kind): Record<string, Kind> =>
  Object.fromEntries(keywords.split(" ").map((keyword) => [keyword, kind]));
/** A name that means the same in any letter case, such as that of a header. */
export const lower = (name = "") => name.replaceAll(" ", "").toLowerCase();
/** A base URL, which the client joins with a path, as programs read it. */
export const baseOf = (url?: string) => url && (URL.parse(url)?.href ?? url).replace(/\/$/, "");
/** The base URL of a server, with the defaults of its variables. */
export const filledOf = (server?: Server) => server && baseOf(filledUrl(server));
/** A media type; UTF-8 goes without saying. */
export const mediaOf = (mediaType = "") => lower(mediaType).replace(/;charset="?utf-8"?$/, "");
export const without = (list: unknown[], others: unknown[]) =>
  list.filter((one) => !others.some((other) => isSame(one, other)));
const isWithin = (list: unknown[], others: unknown[]) => without(list, others).length === 0;

const texts =
  /^(x-.*|title|description|summary|examples?|value|externalValue|externalDocs|tags|contact|license|termsOfService|\$(comment|schema|id|anchor)|bearerFormat|flows)$/;
/** Whether a keyword only speaks to people. */
export const isText = (keyword: string): boolean => texts.test(keyword);

const limit = (exclusive: string, sign: number) => (value: Value, node: Value) =>
  value === undefined ? undefined : [sign * value, node[exclusive] ?? false];

/** The part of a value that counts, where not all of it does. */
const counted: Record<string, (value: Value, node: Value, other: Value) => unknown> = {
  // Of two lists of values, it says nothing whether their numbers are integers.
  type: (types, node, other) => (node.enum && other.enum ? types?.map(jsonType) : types),
  mediaType: mediaOf,
  // A variable whose default says the same changes nothing.
  url: (url, node, other) => (filledOf(node) === filledOf(other) ? "" : baseOf(url)),
  servers: (url, { server: [own] = [] }, { server: [other] = [] }) =>
    own && filledOf(own) === filledOf(other) ? "" : baseOf(url),
  scheme: lower,
  maximum: limit("exclusiveMaximum", 1),
  minimum: limit("exclusiveMinimum", -1),
  // What another place or style brings along says nothing of its own.
  style: (style, node, other) => (node.in === other.in ? style : undefined),
  explode: (explode, node, other) =>
    node.style === other.style && hasParts(node) && hasParts(other) ? explode : undefined,
  ...each(
    "exclusiveMaximum exclusiveMinimum id isFixed needs side status version $defs $anchor readOnly writeOnly x-idempotent",
    () => undefined,
  ),
  deprecated: Boolean,
  minContains: (count = 1) => count,
  jsonSchemaDialect: (dialect = "https://spec.openapis.org/oas/3.1/dialect/base") => dialect,
  security: (_, { needs }) => needs,
  discriminator: (value) => value && [["", value.propertyName], ...mappingsIn(value)],
  name: (name, { in: place = "header" }) => (place === "header" ? lower(name) : name),
  // The names of its parameters are compared with the parameters.
  path(path = "") {
    const names = [...path.matchAll(/{.*?}/g)].map(String).toSorted();
    return path.replace(/{.*?}/g, (name: string) => `{${names.indexOf(name)}}`);
  },
  operationId: (operationId, { id }) => operationId && id,
};

const mappingsIn = ({ mapping = {} }: Value) =>
  Object.entries<string>(mapping)
    .map(([value, ref]) => [value, ref.replace(/^.*\//, "")])
    .filter(([value, name]) => value !== name);
const pairsIn = (lists: Record<string, string[]> = {}) =>
  Object.entries(lists).flatMap(([field, names]) => names.map((name) => [field, name]));
const entriesIn = (value: Value = {}) => Object.entries(withoutTexts(value) as object);
const wider: Record<string, string> = { int32: "int64", float: "double" };

/** Whether all that one value of a keyword lets through, another lets through, too. A keyword without a line has no order. */
const lets: Record<string, (wide: Value, tight: Value) => boolean> = {
  ...each("maximum minimum", (a, b) => !a || (b && (b[0] < a[0] || (b[0] === a[0] && (b[1] || !a[1]))))),
  ...each("maxLength maxItems maxProperties", (a = Infinity, b = Infinity) => a >= b),
  ...each("minLength minItems minProperties", (a = 0, b = 0) => a <= b),
  ...each("required uniqueItems isExclusive", (a = false, b = false) => !a || b),
  contentMediaType: (a) => a === undefined,
  ...each("links", (a, b) => isWithin(entriesIn(b), entriesIn(a))),
  ...each("allowEmptyValue isNull", (a = false, b = false) => a || !b),
  type: (a, b) => typesBeyond(b, a).length === 0,
  enum: (a, b) => !a || (b && isWithin(b, a)),
  pattern: (a, b) => a === undefined || (prefixOf(a) && prefixOf(b) && b.startsWith(a)),
  format: (a, b) => a === undefined || wider[b] === a,
  multipleOf: (a, b) => a === undefined || Number.isInteger(b / a),
  dependentRequired: (a, b) => isWithin(pairsIn(a), pairsIn(b)),
  security: (a: string[][], b: string[][]) => b.every((way) => a.some((other) => isWithin(other, way))),
  discriminator: (a, b) => !a || (b && isWithin(b, a)),
};

/** Keywords of which two values can differ in more than one way. */
const special: Record<string, (old: Value, now: Value, before: Value) => string[]> = {
  type(old, now) {
    const [lost, gained] = [typesBeyond(old, now), typesBeyond(now, old)];
    if (lost.length === 0 || gained.length > 0) return [lost.length > 0 ? "changed" : "widened"];
    const isKept = (type: string) => type === "null" || (type === "number" && now.includes("integer"));
    return [now.length === 0 || (old && !lost.every(isKept)) ? "type lost" : "narrowed"];
  },
  enum(old, now, { type, isFixed }) {
    if (!old || !now) return [now ? "narrowed" : "widened"];
    const gained = without(now, old);
    const types = old.map(jsonTypeOf);
    const isOpen = gained.every((value) => typeof value !== "boolean" && types.includes(jsonTypeOf(value)));
    const added = type && !isFixed && isOpen ? "value added" : "value added to a closed type";
    return [...(isWithin(old, now) ? [] : ["value removed"]), ...(gained.length > 0 ? [added] : [])];
  },
  otherFields(old, now) {
    if (now === "none") return [old === "map" ? "map closed" : "other fields forbidden"];
    return old === "none" ? ["other fields allowed"] : [];
  },
};

/** The kinds of change that another value of a keyword is; none if both mean the same. `before` has the old value. */
export function effectsOf(keyword: string, old: Value, now: Value, before: Value, after: Value): Effect[] {
  const count = counted[keyword] ?? ((value: Value) => value);
  const [was, is] = [count(old, before, after), count(now, after, before)];
  if (isSame(was, is)) return [];
  const state = was === undefined ? "added" : is === undefined ? "removed" : "changed";
  const [isWider, isTighter] = [lets[keyword]?.(is, was), lets[keyword]?.(was, is)];
  const isSaid = !["enum", "default"].includes(keyword) && isSame(withoutTexts(was), withoutTexts(is));
  if (isText(keyword) || isSaid) return ["text"];
  // A client that may send credentials, or none, sends them if the spec has them.
  if (isWider && isTighter) return keyword === "security" ? ["security widened"] : [];
  if (special[keyword]) return special[keyword](old, now, before).map((effect) => effectOf(effect));
  const change = state === "changed" ? [] : [`${keyword} ${state}`];
  const order = isWider ? "widened" : isTighter ? "narrowed" : "changed";
  return [effectOf(...change, `${keyword} ${order}`, keyword, order)];
}

function withoutTexts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutTexts);
  // A field can have the name of a text.
  const isSaid = ([key, one]: [string, unknown]) =>
    !isText(key) || (typeof one === "object" && !key.startsWith("x-"));
  const rest = Object.entries(value).filter(isSaid);
  return Object.fromEntries(rest.map(([key, one]) => [key, withoutTexts(one)]));
}
