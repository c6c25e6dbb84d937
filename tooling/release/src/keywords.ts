import { isDeepStrictEqual } from "node:util";
import type { Schema } from "@qoder/work-codegen";
import { isText, typeOf, type Value } from "./normal.ts";
import type { Effect } from "./policy.ts";

/** Says what it means that a keyword has another value; nothing if it means nothing. */
type Rule = Effect | ((old: Value, now: Value, before: Value) => Effect | undefined);

export const each = <Kind>(keywords: string, rule: Kind): Record<string, Kind> =>
  Object.fromEntries(keywords.split(/\s+/).map((keyword) => [keyword, rule]));
const isSame = isDeepStrictEqual;
/** A name that means the same in any letter case, such as that of a header. */
export const lower = (name = "") => name.replaceAll(" ", "").toLowerCase();
/** A path without the names of its parameters. */
export const blank = (path: string) => path.replace(/{.*?}/g, "{}");
/** Of a keyword that narrows where there is any. */
const narrowing = (old: Value, now: Value, isPart: boolean, isWhole: boolean): Effect =>
  now === undefined || isWhole ? "widened" : old === undefined || isPart ? "narrowed" : "changed";
export const without = (list: unknown[], other: unknown[]) =>
  list.filter((one) => !other.some((another) => isSame(one, another)));
/** Of a set of demands, or the other way round of what is allowed. */
const demands = (old: unknown[], now: unknown[]): Effect =>
  narrowing(old, now, without(old, now).length === 0, without(now, old).length === 0);

/** What holds no schema, by keyword of the model. A keyword without a line is `changed`. */
const rules: Record<string, Rule> = {
  ...each("maximum exclusiveMaximum maxLength maxItems maxProperties", (old = Infinity, now = Infinity) =>
    now < old ? "narrowed" : "widened",
  ),
  ...each("minimum exclusiveMinimum", (old = -Infinity, now = -Infinity) =>
    now > old ? "narrowed" : "widened",
  ),
  ...each("minLength minItems minProperties", (old = 0, now = 0) =>
    now === old ? undefined : now > old ? "narrowed" : "widened",
  ),
  ...each("required uniqueItems", (old = false, now = false) =>
    old === now ? undefined : now ? "narrowed" : "widened",
  ),
  allowEmptyValue: (old = false, now = false) => (old === now ? undefined : now ? "widened" : "narrowed"),
  ...each("deprecated", (old = false, now = false) => (old === now ? undefined : "deprecated")),
  ...each("readOnly writeOnly status version security x-idempotent", () => undefined),
  flows: "text",
  ...each("encoding links callbacks webhooks servers variables", (old, now) =>
    isSame(withoutTexts(old), withoutTexts(now)) ? "text" : "changed",
  ),
  type(old, now) {
    const [lost, gained] = [typesBeyond(old, now), typesBeyond(now, old)];
    if (gained.length > 0) return lost.length > 0 ? "changed" : "widened";
    const isSame = (type: string) => type === "null" || (type === "number" && now.includes("integer"));
    const isLoss = now.length === 0 || (old && !lost.every(isSame));
    return lost.length === 0 ? undefined : isLoss ? "type removed" : "narrowed";
  },
  enum(old, now, before: Schema) {
    if (!old || !now) return old ? "widened" : "narrowed";
    const gained = without(now, old);
    if (without(old, now).length > 0) return "value removed";
    if (gained.length === 0) return undefined;
    const types = old.map(typeOf);
    const isOpen = (value: unknown) => typeof value !== "boolean" && types.includes(typeOf(value));
    return before.type && !("const" in before) && gained.every(isOpen)
      ? "value added"
      : "value added to a closed type";
  },
  default: (old, now) =>
    old === undefined ? "default added" : now === undefined ? "default removed" : "default changed",
  pattern(old, now) {
    const arePrefixes = [old, now].every((pattern) => /^\^[\w-]+$/.test(pattern));
    return narrowing(old, now, arePrefixes && now.startsWith(old), arePrefixes && old.startsWith(now));
  },
  format: (old, now) => narrowing(old, now, wider[now] === old, wider[old] === now),
  ...each("contentEncoding contentMediaType", (old, now) => narrowing(old, now, false, false)),
  multipleOf: (old, now) => narrowing(old, now, Number.isInteger(now / old), Number.isInteger(old / now)),
  dependentRequired: (old = {}, now = {}) => demands(pairsIn(old), pairsIn(now)),
  discriminator(old, now) {
    if (old?.propertyName !== now?.propertyName) return "changed";
    const [before, after] = [old, now].map(({ mapping = {} }) =>
      Object.entries<string>(mapping).filter(([value, ref]) => value !== ref.replace(/^.*\//, "")),
    ) as [unknown[], unknown[]];
    return isSame(before, after) ? undefined : demands(after, before);
  },
  name: (old, now, { in: place }) =>
    (place ?? "header") === "header" && lower(old) === lower(now) ? undefined : "renamed",
  ...each("mediaType scheme", (old, now) => (lower(old) === lower(now) ? undefined : "changed")),
  // Names of parameters are compared with the parameters.
  path(old: string, now: string) {
    const namesIn = (path: string) => path.match(/{.*?}/g)?.toSorted();
    return blank(old) === blank(now) && !isSame(namesIn(old), namesIn(now)) ? undefined : "moved";
  },
  id: (old) => (/^[A-Z]+ \//.test(old) ? "named" : "renamed"),
  idempotent: "repeated",
};

const wider: Record<string, string> = { int32: "int64", float: "double" };
const pairsIn = (lists: Record<string, string[]>) =>
  Object.entries(lists).flatMap(([field, names]) => names.map((name) => [field, name]));

/** The types of the first list that the second does not allow. An integer is a number. */
export function typesBeyond(
  types: string[] = ["null", "boolean", "number", "string", "array", "object"],
  others?: string[],
): string[] {
  return others
    ? types.filter((type) => !others.includes(type) && !(type === "integer" && others.includes("number")))
    : [];
}

function withoutTexts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutTexts);
  const rest = Object.entries(value).filter(
    ([key, one]) => !isText(key) || (typeof one === "object" && !key.startsWith("x-")),
  );
  return Object.fromEntries(rest.map(([key, one]) => [key, withoutTexts(one)]));
}

/** What a keyword's new value means. */
export function effectOf(keyword: string, old: Value, now: Value, before: object): Effect | undefined {
  if (isSame(old, now)) return undefined;
  const rule = rules[keyword] ?? (isText(keyword) ? "text" : "changed");
  return typeof rule === "string" ? rule : rule(old, now, before);
}
