import type { Difference, Visit } from "./compare.ts";
import { without } from "./keywords.ts";
import type { Value } from "./normal.ts";
import templates from "./sentences.json" with { type: "json" };

/** A part of an API: its path, and what this starts in, such as `data.id` in "the 200 response of `getItem`". */
export interface Subject {
  path: string;
  of: string;
}

export type NameOf = (node: object) => string | undefined;

const code = (value: Value) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
const listOf = (words: string[], last: string) =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
const wordsOf = (value: Value) =>
  Array.isArray(value)
    ? listOf(value.map(code), "or") || "nothing"
    : typeof value === "number"
      ? `${value}`
      : code(value);
export const textOf = ({ path, of }: Subject): string =>
  path ? code(path) + (of && ` of ${of}`) : of || "the API";
const fill = (template: string, values: Record<string, string>) =>
  template.replace(/{(\w+)}/g, (_, name) => values[name] ?? "");

const steps: Record<string, string> = {
  items: "[]",
  prefixItems: "[]",
  additionalProperties: ".*",
  patternProperties: ".*",
};
const transparent = ["schema", "contents", "info", "anyOf", "oneOf", "allOf", ""];

/** How the part of a visit is called. A schema that one other uses is a part of that. */
export function subjectOf({ keyword, key = "", before, after, from }: Visit, nameOf: NameOf): Subject {
  const [first] = from;
  const parent = first ? subjectOf(first, nameOf) : { path: "", of: "" };
  const name = nameOf(after) ?? nameOf(before);
  const step = keyword === "properties" ? `.${key}` : steps[keyword];
  const isPart = step && parent.path && from.every((one) => one.after === first?.after);
  if (name && !isPart) return { path: name, of: "" };
  if (keyword === "operations") return { path: key, of: "" };
  if (keyword === "parameters") return { path: key, of: textOf(parent) };
  if (step) return { ...parent, path: parent.path ? parent.path + step : step.replace(".", "") };
  if (transparent.includes(keyword)) return parent;
  const part = (templates.parts as Record<string, string>)[keyword];
  const of = textOf(parent);
  return part ? { path: "", of: fill(part, { key: code(key), name: key, of }) } : { path: keyword, of };
}

/** A difference as one sentence without its full stop, as Markdown: by sentences.json, for a request | a response. */
export function sentenceOf(difference: Difference, subject: Subject, nameOf: NameOf): string {
  const { keyword, effect, side, key, node, old, new: now }: Value = difference;
  const isObject = [old, now].flat().some((value) => typeof value === "object" && value !== null);
  const change = now === undefined ? "removed" : old === undefined ? "added" : "changed";
  const state = typeof now === "boolean" ? `${now}` : change;
  const rows = [
    ...(effect === "changed" ? [] : [effect]),
    ...(state === "changed" ? [] : [`${keyword} ${state}`]),
    ...[`${keyword} ${effect}`, `${keyword} ${state}`, `${effect} ${state}`],
    node ? `text ${change}` : isObject ? "object" : change,
  ];
  const sentences = templates.sentences as Record<string, string>;
  const [sent = "", received = sent] =
    sentences[rows.find((row) => sentences[row]) ?? ""]?.split(" | ") ?? [];
  const field =
    key === undefined ? subject : { ...subject, path: subject.path ? `${subject.path}.${key}` : key };
  const isList = Array.isArray(old) && Array.isArray(now);
  const security = keyword === "security" && { old: waysOf(old), new: waysOf(now) };
  const sentence = fill(side === "response" ? received : sent, {
    of: textOf(subject),
    place: subject.of,
    field: textOf(field),
    keyword,
    s: (now ?? old) === 1 ? "" : "s",
    key: code((node && nameOf(node)) ?? key),
    name: key,
    example: key === undefined ? "`examples`" : `example ${code(key)}`,
    in: node?.in,
    old: wordsOf(old),
    new: wordsOf(now),
    was: old === undefined ? "" : ` (was ${wordsOf(old)})`,
    gained: isList ? wordsOf(without(now, old)) : "",
    lost: isList ? wordsOf(without(old, now)) : "",
    ...security,
  });
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Ways to authenticate, such as "`A` (`read`) and `B`, or no credentials". */
function waysOf(security: Record<string, string[]>[]): string {
  const ways = security.map((way) =>
    Object.entries(way).map(
      ([name, scopes]) => code(name) + (scopes.length > 0 ? ` (${listOf(scopes.map(code), "and")})` : ""),
    ),
  );
  return (
    listOf(
      ways.map((way) => listOf(way, "and") || "no credentials"),
      "or",
    ) || "no credentials"
  );
}
