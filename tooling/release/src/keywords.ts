import { isDeepStrictEqual } from "node:util";
import type { Schema } from "@qoder/work-codegen";
import type { Effect } from "./compare.ts";
import { isText, typeOf, type Value } from "./normal.ts";

/** The meaning of another value of a keyword; nothing if it has none. */
type Rule = Effect | ((old: Value, now: Value, before: Value) => Effect | Effect[] | undefined);

export const each = <Kind>(keywords: string, kind: Kind): Record<string, Kind> =>
  Object.fromEntries(keywords.split(/\s+/).map((keyword) => [keyword, kind]));
/** A name that means the same in any letter case, such as that of a header. */
export const lower = (name = "") => name.replaceAll(" ", "").toLowerCase();
/** A path without the names of its parameters. */
export const blank = (path = "") => path.replace(/{.*?}/g, "{}");
const isSame = isDeepStrictEqual;
export const without = (list: unknown[], other: unknown[]) =>
  list.filter((one) => !other.some((another) => isSame(one, another)));
/** Of a keyword that narrows where there is any. */
const narrowing = (old: Value, now: Value, isPart = false, isWhole = false): Effect =>
  now === undefined || isWhole ? "widened" : old === undefined || isPart ? "narrowed" : "changed";
const more =
  (none: number) =>
  (old: number = none, now: number = none) =>
    now === old ? undefined : now > old ? "widened" : "narrowed";
const less =
  (none: number) =>
  (old: number = none, now: number = none) =>
    more(none)(now, old);
/** Of a set of demands, or, the other way round, of what is allowed. */
const demands = (old: unknown[], now: unknown[]): Effect =>
  narrowing(old, now, without(old, now).length === 0, without(now, old).length === 0);
const flag =
  (effect: Effect, not = effect): Rule =>
  (old = false, now = false) =>
    old === now ? undefined : now ? effect : not;

/** Of what holds no node, by keyword of the model. A keyword without a line is text or `changed`. */
const rules: Record<string, Rule> = {
  ...each("readOnly writeOnly status version security x-idempotent", () => undefined),
  ...each("maximum exclusiveMaximum maxLength maxItems maxProperties", more(Infinity)),
  ...each("minimum exclusiveMinimum", less(-Infinity)),
  ...each("minLength minItems minProperties", less(0)),
  ...each("required uniqueItems", flag("narrowed", "widened")),
  ...each("contentEncoding contentMediaType", (old, now) => narrowing(old, now)),
  ...each("mediaType scheme", (old, now) => (lower(old) === lower(now) ? undefined : "changed")),
  ...each("encoding links callbacks webhooks servers variables", (old, now) =>
    isSame(withoutTexts(old), withoutTexts(now)) ? "text" : "changed",
  ),
  allowEmptyValue: flag("widened", "narrowed"),
  deprecated: flag("deprecated"),
  idempotent: "repeated",
  flows: "text",
  type(old, now) {
    const [lost, gained] = [typesBeyond(old, now), typesBeyond(now, old)];
    if (gained.length > 0) return lost.length > 0 ? "changed" : "widened";
    const isKept = (type: string) => type === "null" || (type === "number" && now.includes("integer"));
    const isLoss = now.length === 0 || (old && !lost.every(isKept));
    return lost.length === 0 ? undefined : isLoss ? "type lost" : "narrowed";
  },
  enum(old, now, before: Schema) {
    if (!old || !now) return narrowing(old, now);
    const [lost, gained] = [without(old, now), without(now, old)];
    const types = old.map(typeOf);
    const isOpen = (value: unknown) => typeof value !== "boolean" && types.includes(typeOf(value));
    const isClosed = !before.type || "const" in before || !gained.every(isOpen);
    const added = isClosed ? "value added to a closed type" : "value added";
    return [
      ...(lost.length > 0 ? ["value removed" as const] : []),
      ...(gained.length > 0 ? [added as Effect] : []),
    ];
  },
  default: (old, now) =>
    old === undefined ? "default added" : now === undefined ? "default removed" : "default changed",
  pattern(old, now) {
    const arePrefixes = [old, now].every((pattern) => /^\^[\w-]+$/.test(pattern));
    return narrowing(old, now, arePrefixes && now.startsWith(old), arePrefixes && old.startsWith(now));
  },
  format: (old, now) => narrowing(old, now, wider[now] === old, wider[old] === now),
  multipleOf: (old, now) => narrowing(old, now, Number.isInteger(now / old), Number.isInteger(old / now)),
  dependentRequired: (old = {}, now = {}) => demands(demandsIn(old), demandsIn(now)),
  discriminator(old, now) {
    if (old?.propertyName !== now?.propertyName) return "changed";
    const mappings = ({ mapping = {} }: Value) =>
      Object.entries<string>(mapping).filter(([value, ref]) => value !== ref.replace(/^.*\//, ""));
    return isSame(mappings(old), mappings(now)) ? undefined : demands(mappings(now), mappings(old));
  },
  name: (old, now, { in: place = "header" }) =>
    place === "header" && lower(old) === lower(now) ? undefined : "parameter renamed",
  // Names of parameters are compared with the parameters.
  path(old: string, now: string) {
    const namesIn = (path: string) => path.match(/{.*?}/g)?.toSorted();
    return blank(old) === blank(now) && !isSame(namesIn(old), namesIn(now)) ? undefined : "moved";
  },
  id: (old) => (/^[A-Z]+ \//.test(old) ? "named" : "renamed"),
};

const wider: Record<string, string> = { int32: "int64", float: "double" };
const demandsIn = (lists: Record<string, string[]>) =>
  Object.entries(lists).flatMap(([field, names]) => names.map((name) => [field, name]));
const allTypes = ["null", "boolean", "number", "string", "array", "object"];

/** The types of the first list that the second does not allow. An integer is a number. */
export const typesBeyond = (types = allTypes, others = allTypes): string[] =>
  types.filter((type) => !others.includes(type) && !(type === "integer" && others.includes("number")));

function withoutTexts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutTexts);
  // A field can have the name of a text.
  const isSaid = ([key, one]: [string, unknown]) =>
    !isText(key) || (typeof one === "object" && !key.startsWith("x-"));
  const rest = Object.entries(value).filter(isSaid);
  return Object.fromEntries(rest.map(([key, one]) => [key, withoutTexts(one)]));
}

/** The meaning of another value of a keyword. */
export function effectsOf(keyword: string, old: Value, now: Value, before: Value): Effect[] {
  if (isSame(old, now)) return [];
  const rule = rules[keyword] ?? (isText(keyword) ? "text" : "changed");
  return [(typeof rule === "string" ? rule : rule(old, now, before)) ?? []].flat();
}
