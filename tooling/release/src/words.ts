import type { Operation, Parameter } from "@qoder/work-codegen";
import type { Difference, Visit } from "./differences.ts";
import { typesBeyond, without } from "./keywords.ts";
import type { Value } from "./normal.ts";

/** A part of an API: its path, and what this starts in, such as `data.id` in "the 200 response of `getItem`". */
export interface Subject {
  path: string;
  of: string;
}

export type NameOf = (node: object) => string | undefined;

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
const listOf = (words: string[], last = "and") =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
const codes = (values: unknown[], last?: string) => listOf(values.map(code), last);
export const textOf = ({ path, of }: Subject): string => (path ? code(path) + (of && ` of ${of}`) : of);
const inside = ({ path, of }: Subject, name: string): Subject => ({
  path: path ? `${path}.${name}` : name,
  of,
});

/** How the part of a visit is called. A schema that one other uses is a part of that. */
export function subjectOf({ keyword, key = "", before, after, from }: Visit, nameOf: NameOf): Subject {
  const [first, ...others] = from;
  const name = nameOf(after) ?? nameOf(before);
  const parent = first ? subjectOf(first, nameOf) : { path: "", of: "the API" };
  const isMember = ["anyOf", "oneOf", "allOf"].includes(keyword);
  const isOnly = parent.path && !isMember && others.every((one) => one.after === first?.after);
  if (name && !isOnly) return { path: name, of: "" };
  if (isMember || ["", "info", "schema", "contents"].includes(keyword)) return parent;
  switch (keyword) {
    case "operations":
      return { path: (after as Operation).id, of: "" };
    case "parameters":
      return { path: key, of: textOf(parent) };
    case "body":
      return { path: "", of: `the body of ${textOf(parent)}` };
    case "responses":
      return { path: "", of: `the ${key} response of ${textOf(parent)}` };
    case "headers":
      return { path: "", of: `header ${code(key)} of ${textOf(parent)}` };
    case "server":
      return { path: "", of: `server ${code(key)}` };
    case "securitySchemes":
      return { path: "", of: `security scheme ${code(key)}` };
    case "properties":
      return inside(parent, key);
    case "items":
    case "prefixItems":
      return { ...parent, path: `${parent.path}[]` };
    case "additionalProperties":
    case "patternProperties":
      return inside(parent, "*");
    default:
      return { path: keyword, of: textOf(parent) };
  }
}

/** A difference as one sentence without its full stop, as Markdown. */
export function sentenceOf(difference: Difference, subject: Subject, nameOf: NameOf): string {
  const { keyword, effect, side } = difference;
  const words = (effect === "text" ? edited : sentences[keyword]) ?? changed;
  const sentence = words({
    ...difference,
    of: textOf(subject),
    subject,
    isSent: side !== "response",
    nameOf,
  });
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

type Words = (
  given: Difference & {
    of: string;
    subject: Subject;
    isSent: boolean;
    nameOf: NameOf;
    old?: Value;
    new?: Value;
  },
) => string;

const isRemoved = (effect: string) => effect.endsWith("removed");
const moved = (effect: string) => (isRemoved(effect) ? "was removed from" : "was added to");
/** Of a limit: "must now be at most 5 (was 9)". */
const limit =
  (verb: string, always: string, bound: string, unit = ""): Words =>
  ({ of, effect, old, new: now, isSent }) => {
    const value = (one: unknown) =>
      `${bound}${typeof one === "number" ? one : code(one)}${unit && ` ${unit}${one === 1 ? "" : "s"}`}`;
    if (now === undefined) return `${of} no longer has to ${verb} ${value(old)}`;
    const must =
      effect === "widened" ? `can now ${verb}` : isSent ? `must now ${verb}` : `now always ${always}`;
    return `${of} ${must} ${value(now)}${old === undefined ? "" : ` (was ${typeof old === "number" ? old : code(old)})`}`;
  };
const be = (bound: string) => limit("be", "is", `${bound} `);
const have = (bound: string, unit: string) => limit("have", "has", `${bound} `, unit);

const edited: Words = ({ of, keyword, key, old, new: now }) => {
  const verb = old === undefined ? "added" : now === undefined ? "removed" : "edited";
  if (keyword !== "examples") return `${code(keyword)} of ${of} was ${verb}`;
  return `${key && /\D/.test(key) ? `the example ${code(key)}` : "an example"} of ${of} was ${verb}`;
};
const changed: Words = ({ of, keyword, key, old, new: now, node }) => {
  const name = code(key || keyword);
  if (node) return `${name} of ${of} was ${now === undefined ? "removed" : "added"}`;
  if ([old, now].some((value) => typeof value === "object")) return `${name} of ${of} was changed`;
  if (old === undefined) return `${of} now has ${name} ${code(now)}`;
  if (now === undefined) return `${of} no longer has ${name} ${code(old)}`;
  return `${name} of ${of} is now ${code(now)} instead of ${code(old)}`;
};

const sentences: Record<string, Words> = {
  maximum: be("at most"),
  minimum: be("at least"),
  exclusiveMaximum: be("less than"),
  exclusiveMinimum: be("more than"),
  multipleOf: be("a multiple of"),
  maxLength: have("at most", "character"),
  minLength: have("at least", "character"),
  maxItems: have("at most", "item"),
  minItems: have("at least", "item"),
  maxProperties: have("at most", "field"),
  minProperties: have("at least", "field"),
  pattern: limit("match", "matches", ""),
  type({ of, old, new: now }) {
    const [lost, gained] = [typesBeyond(old, now), typesBeyond(now, old)].map((types) => types.join());
    if (gained === "null" && !lost) return `${of} can now be \`null\``;
    if (lost === "null" && !gained) return `${of} is no longer \`null\``;
    if (old && now && !lost) return `${of} can now also be ${codes(typesBeyond(now, old), "or")}`;
    const types = (all?: string[]) => (all ? codes(all, "or") || "nothing" : "anything");
    return `${of} is now ${types(now)} instead of ${types(old)}`;
  },
  enum({ of, old, new: now, isSent }) {
    if (!now) return `${of} is no longer limited to ${codes(old)}`;
    if (!old) return `${of} ${isSent ? "must now be" : "is now always"} ${codes(now, "or")}`;
    const [gained, lost] = [without(now, old), without(old, now)];
    const parts = [
      gained.length > 0 && `can now be ${codes(gained)}`,
      lost.length > 0 && `can no longer be ${codes(lost)}`,
    ];
    return `${of} ${parts.filter(Boolean).join(" and ")}`;
  },
  required({ key, subject, new: now, isSent }) {
    const [must, can] = isSent
      ? ["must now be given", "can now be left out"]
      : ["is now always there", "can now be absent"];
    return `${textOf(key === undefined ? subject : inside(subject, key))} ${now ? must : can}`;
  },
  default({ of, old, new: now }) {
    if (now === undefined) return `the default ${code(old)} of ${of} was removed`;
    return `the default of ${of} is now ${code(now)}${old === undefined ? "" : ` instead of ${code(old)}`}`;
  },
  deprecated: ({ of, new: now }) => `${of} is ${now ? "now" : "no longer"} deprecated`,
  properties: ({ key = "", subject, effect, isSent }) =>
    `${textOf(inside(subject, key))} was ${isRemoved(effect) ? "removed" : effect === "required field added" && isSent ? "added and must be given" : "added"}`,
  additionalProperties: ({ of, effect }) =>
    `${of} can ${effect === "other fields allowed" ? "now" : "no longer"} have fields without a name`,
  anyOf: ({ of, effect, key, node, nameOf }) =>
    `${of} can ${isRemoved(effect) ? "no longer" : "now also"} be ${code(nameOf(node as object) ?? key)}`,
  name: ({ subject, old, new: now }) => `${textOf({ ...subject, path: old })} is now called ${code(now)}`,
  id: ({ old, new: now }) => `${code(old)} is now called ${code(now)}`,
  path: ({ of, old, new: now }) => `the path of ${of} is now ${code(now)} instead of ${code(old)}`,
  mediaType: ({ of, old, new: now }) => `${of} is now ${code(now)} instead of ${code(old)}`,
  idempotent: ({ of, new: now }) => `the client ${now ? "now" : "no longer"} repeats a failed call of ${of}`,
  operations: ({ key, effect }) => `${code(key)} was ${isRemoved(effect) ? "removed" : "added"}`,
  parameters({ of, effect, node }) {
    const { in: place, name, required } = node as Parameter;
    return `the ${required ? "required" : "optional"} ${place} parameter ${code(name)} ${moved(effect)} ${of}`;
  },
  body: ({ of, effect }) =>
    `a ${effect === "required body added" ? "required " : ""}body ${moved(effect)} ${of}`,
  responses: ({ of, effect, key }) => `a ${key} response ${moved(effect)} ${of}`,
  headers: ({ of, effect, key }) => `header ${code(key)} ${moved(effect)} ${of}`,
  contents: ({ of, effect, key }) => `${code(key)} ${moved(effect)} ${of}`,
  server: ({ effect, key, old, new: now }) =>
    effect === "default server changed"
      ? `the default server is now ${code(now)} instead of ${code(old)}`
      : `server ${code(key)} was ${isRemoved(effect) ? "removed" : "added"}`,
  security({ old, new: now }) {
    const scopes = (names: string[]) => (names.length > 0 ? ` (${codes(names)})` : "");
    const way = (schemes: Record<string, string[]>) =>
      listOf(Object.entries(schemes).map(([name, names]) => code(name) + scopes(names))) || "no credentials";
    const [before, after] = [old, now].map((ways) => listOf(ways.map(way), "or") || "no credentials");
    return before === after
      ? `authentication with ${after} was changed`
      : `calls now need ${after} instead of ${before}`;
  },
  schemas({ key, effect, new: now }) {
    const what = { "type added": "was added", "type written in place": "is now written where it is used" }[
      effect as string
    ];
    return `schema ${code(key)} ${what ?? (now ? `is now called ${code(now)}` : "was removed")}`;
  },
};
