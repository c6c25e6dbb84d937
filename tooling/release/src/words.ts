import { unnamed } from "./normal.ts";
import type { Difference } from "./parts.ts";
import templates from "./sentences.json" with { type: "json" };
import { type Value, without } from "./values.ts";
import type { Visit } from "./visits.ts";

/** A part of an API: its path, and what this starts in, such as `data.id` in "the 200 response of `getItem`". */
interface Subject {
  path: string;
  of: string;
}

const code = (value: Value) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
const listOf = (words: string[], last: string) =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
const wordsOf = (value: Value) =>
  Array.isArray(value)
    ? listOf(value.map(code), "or") || "nothing"
    : typeof value === "number"
      ? `${value}`
      : code(value);
/** Ways to authenticate, such as "`A` (`read`) and `B`, or no credentials". */
const waysOf = (security: Record<string, string[]>[]) => {
  const words = ([name, scopes]: [string, string[]]) =>
    code(name) + (scopes.length > 0 ? ` (${listOf(scopes.map(code), "and")})` : "");
  const ways = security.map((way) => listOf(Object.entries(way).map(words), "and") || "no credentials");
  return listOf(ways, "or") || "no credentials";
};
const textOf = ({ path, of }: Subject): string => (path ? code(path) + (of && ` of ${of}`) : of || "the API");
const fill = (template: string, values: Record<string, string>) =>
  template.replace(/{(\w+)}/g, (_, name) => values[name] ?? "");

/** The text that keywords add to a path. */
const steps: Record<string, (key: string) => string> = {
  fields: (key) => `.${key}`,
  field: () => "",
  items: () => "[]",
  prefixItems: (key) => `[${key}]`,
  additionalProperties: () => ".*",
  patternProperties: () => ".*",
};
const transparent = ["schema", "contents", "info", "anyOf", "oneOf", "allOf", ""];

/** The name of the part of a visit. A schema that one other uses is a part of that. */
function subjectOf({ keyword, key = "", name, after, from, partners }: Visit): Subject {
  const [first] = from;
  const parent = first ? subjectOf(first) : { path: "", of: "" };
  const step = steps[keyword]?.(key);
  const users = partners.flatMap((one) => (one.after === after ? one.from : []));
  const isPart = step !== undefined && parent.path && users.every((one) => one.after === first?.after);
  if (name && !isPart) return { path: name, of: "" };
  if (keyword === "operations") return { path: key, of: "" };
  if (keyword === "parameters") return { path: key, of: textOf(parent) };
  if (step !== undefined)
    return { ...parent, path: parent.path ? parent.path + step : step.replace(".", "") };
  if (transparent.includes(keyword)) return parent;
  const part = (templates.parts as Record<string, string>)[keyword];
  const of = textOf(parent);
  return part ? { path: "", of: fill(part, { key: code(key), name: key, of }) } : { path: keyword, of };
}

/** The parts of operations that a visit is in. */
function partsOf(visit: Visit, seen = new Set<Visit>()): string[] {
  if (seen.has(visit)) return [];
  seen.add(visit);
  const isPart = [visit.keyword, visit.from[0]?.keyword].some((one) =>
    /^(operations|webhooks)$/.test(one ?? ""),
  );
  return isPart ? [textOf(subjectOf(visit))] : visit.from.flatMap((one) => partsOf(one, seen));
}

/**
 * A difference as one sentence without its full stop, as Markdown, and the parts of operations that have it. The
 * sentence is that of sentences.json, for a request | a response.
 */
export function sentenceOf(difference: Difference, visit: Visit) {
  const { keyword, effect, side, key, node, old, new: now }: Value = difference;
  const isObject = [old, now].flat().some((value) => typeof value === "object" && value !== null);
  const change = now === undefined ? "removed" : old === undefined ? "added" : "changed";
  const state = typeof now === "boolean" ? `${now}` : change;
  const wordsFor = keyword === "security" ? waysOf : wordsOf;
  const rows = [
    ...(keyword === "security" && waysOf(old) === waysOf(now)
      ? [`${effect} defined`, "security defined"]
      : []),
    ...(effect.startsWith("condition") ? [`${keyword} ${effect}`] : []),
    ...(effect === "changed" ? [] : [effect]),
    ...(state === "changed" || effect === "text" ? [] : [`${keyword} ${state}`]),
    ...[`${keyword} ${effect}`, `${effect} ${state}`],
    node || (isObject && change !== "changed") ? `text ${change}` : isObject ? "object" : change,
  ];
  const sentences = templates.sentences as Record<string, string>;
  const [sent = "", received = sent] =
    sentences[rows.find((row) => sentences[row]) ?? ""]?.split(" | ") ?? [];
  const subject = subjectOf(visit);
  const path = [subject.path, key].filter(Boolean).join(".");
  const names = (value: Value): unknown[] =>
    Array.isArray(value) ? value : Object.keys(value?.mapping ?? value ?? {});
  const sentence = fill(side === "response" ? received : sent, {
    of: textOf(subject),
    field: textOf({ ...subject, path }),
    keyword,
    s: (now ?? old) === 1 ? "" : "s",
    key: key === unnamed ? key : code(key),
    name: key,
    in: node?.in,
    old: wordsFor(old),
    new: wordsFor(now),
    was: [undefined, now].includes(old) ? "" : ` (was ${wordsOf(old)})`,
    gained: wordsOf(without(names(now), names(old))),
    lost: old === undefined ? "anything" : wordsOf(without(names(old), names(now))),
  });
  return {
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    parts: partsOf(visit),
  };
}
