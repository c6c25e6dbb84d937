import { inspect } from "node:util";
import type { Response, Schema } from "@qoder/work-codegen";
import type { Found } from "./differences.ts";
import { blank, lower } from "./keywords.ts";
import { normal, type Value } from "./normal.ts";
import type { Effect, Side } from "./policy.ts";

interface List {
  /** How its members are called in the policy. */
  noun: string;
  /** Two members are compared that have a key in common, best the first. */
  keys: ((one: Value, whole: Value) => string | undefined)[];
  /** How a member is called in sentences. */
  name: (one: Value) => string;
  side?: Side;
  added?: (one: Value, now: Value[], old: Value[]) => string;
}

const required =
  (noun: string) =>
  ({ required }: { required: boolean }) =>
    required ? `required ${noun}` : noun;
/** Tells schemas apart: the fields that have one value alone, their types, and all else. */
const shape = (schema: Schema) => inspect(normal(schema), { depth: 4, sorted: true });
const tags = ({ properties = {} }: Value) =>
  Object.entries<Value>(properties)
    .map(([name, { const: only, enum: [first] = [] }]) => `${name} ${only ?? first}`)
    .filter((tag) => !tag.endsWith(" undefined"))
    .join() || undefined;
const types = (schema: Schema) => `${normal(schema).type}`;
const alternatives: List = {
  noun: "alternative",
  keys: [shape, ({ title }) => title, tags, types, () => ""],
  name: (schema) => schema.title ?? `${normal(schema).type ?? "another value"}`,
};
const isSuccess = (one: Response, all: Response[]) =>
  one.status.startsWith("2") ||
  (one.status === "default" && !all.some(({ status }) => status.startsWith("2")));

export const lists: Record<string, List> = {
  operations: {
    noun: "operation",
    keys: [
      ({ method, path }) => `${method} ${path}`,
      ({ method, path }) => `${method} ${blank(path)}`,
      ({ id }) => id,
    ],
    name: ({ id }) => id,
  },
  parameters: {
    noun: "parameter",
    keys: [
      ({ in: place, name }) => `${place} ${place === "header" ? lower(name) : name}`,
      ({ in: place, name }, { path }) => (place === "path" ? blank(path.split(`{${name}}`)[0]) : undefined),
      ({ name }) => name,
      ({ in: place, schema }) => `${place} ${shape(schema)}`,
    ],
    name: ({ name }) => name,
    side: "request",
    added: required("parameter"),
  },
  responses: {
    noun: "response",
    keys: [({ status }) => status.toUpperCase()],
    name: ({ status }) => status,
    side: "response",
    added: (one, now, old) =>
      isSuccess(one, now) && old.some((other) => isSuccess(other, old)) ? "success" : "response",
  },
  headers: { noun: "header", keys: [({ name }) => lower(name)], name: ({ name }) => name },
  contents: {
    noun: "content",
    keys: [({ mediaType }) => lower(mediaType), () => ""],
    name: ({ mediaType }) => mediaType,
  },
  server: { noun: "server", keys: [({ url }) => url], name: ({ url }) => url },
  anyOf: alternatives,
  allOf: { ...alternatives, noun: "part" },
};

/** Compares the members of two lists that a node has. */
export function compareLists(
  old: Value[],
  now: Value[],
  keyword: string,
  before: Value,
  after: Value,
): Found[] {
  const { noun, keys, name, side, added = () => noun } = lists[keyword] as List;
  const found: Found[] = [];
  let [gone, come] = [old, now];
  for (const key of keys) {
    for (const one of gone) {
      const own = key(one, before);
      const other = own === undefined ? undefined : come.find((another) => key(another, after) === own);
      if (!other) continue;
      found.push({ keyword, key: name(other), side, before: one, after: other });
      gone = gone.filter((another) => another !== one);
      come = come.filter((another) => another !== other);
    }
  }
  return [
    ...found,
    ...gone.map(
      (node): Found => ({
        effect: `${noun} removed` as Effect,
        keyword,
        key: name(node),
        side,
        node,
        old: name(node),
      }),
    ),
    ...come.flatMap((node): Found[] => [
      {
        effect: `${added(node, now, old)} added` as Effect,
        keyword,
        key: name(node),
        side,
        node,
        new: name(node),
      },
      ...(keyword === "responses"
        ? coveredBy(old, node).map((one) => ({ keyword, key: node.status, side, before: one, after: node }))
        : []),
    ]),
  ];
}

/** The range or the default that a new error was one of. */
const coveredBy = (old: Response[], { status }: Response) =>
  [`${status[0]}XX`, "default"]
    .flatMap(
      (cover) =>
        old.find(
          (one) =>
            one.status.toUpperCase() === cover.toUpperCase() &&
            !status.startsWith("2") &&
            !isSuccess(one, old),
        ) ?? [],
    )
    .slice(0, 1);
