import { inspect } from "node:util";
import type { Response, Schema } from "@qoder/work-codegen";
import type { Effect, Found, Side } from "./compare.ts";
import { blank, lower } from "./keywords.ts";
import { normal, type Value, valuesOf } from "./normal.ts";

interface List {
  /** How a member is called in the policy. */
  noun: string;
  /** Members of both lists are compared that have one of these in common, the first of them first. */
  keys: ((one: Value, owner: Value) => string | undefined)[];
  /** How a member is called in sentences. */
  name: (one: Value) => string;
  side?: Side;
}

const shape = (schema: Schema) => inspect(normal(schema), { depth: 4, sorted: true });
/** The fields that have one value alone. */
const tags = ({ properties = {} }: Value) =>
  Object.entries<Schema>(properties)
    .flatMap(([name, schema]) => (valuesOf(schema) ? [name, shape(schema)] : []))
    .join();
const types = (schema: Schema) => `${normal(schema).type ?? "another value"}`;
const alternatives: List = {
  noun: "alternative",
  keys: [shape, ({ title }) => title, (schema) => tags(schema) || undefined, types, () => ""],
  name: (schema) => schema.title ?? types(schema),
};

export const lists: Record<string, List> = {
  operations: {
    noun: "operation",
    keys: [({ method, path }) => method + path, ({ method, path }) => method + blank(path), ({ id }) => id],
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
  },
  responses: {
    noun: "response",
    keys: [({ status }) => lower(status)],
    name: ({ status }) => status,
    side: "response",
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

/** Compares the members of a list that two nodes have. */
export function compareLists(
  keyword: string,
  old: Value[],
  now: Value[],
  before: Value = {},
  after: Value = {},
): Found[] {
  const { noun, keys, name, side } = lists[keyword] as List;
  const step = (node: Value) => ({ keyword, key: name(node), side });
  const found: Found[] = [];
  let [gone, come] = [old, now];
  for (const key of keys) {
    for (const one of gone) {
      const own = key(one, before);
      const other = own === undefined ? undefined : come.find((another) => key(another, after) === own);
      if (!other) continue;
      found.push({ ...step(other), before: one, after: other });
      gone = gone.filter((another) => another !== one);
      come = come.filter((another) => another !== other);
    }
  }
  for (const node of gone)
    found.push({ ...step(node), effect: `${noun} removed` as Effect, node, old: name(node) });
  for (const node of come) {
    const isSecond =
      keyword === "responses" && isSuccess(node, now) && old.some((one) => isSuccess(one, old));
    const called = isSecond
      ? "success"
      : keyword === "parameters" && node.required
        ? "required parameter"
        : noun;
    found.push({ ...step(node), effect: `${called} added` as Effect, node, new: name(node) });
    // The range or the default that a new error was one of.
    const covers = [`${node.status?.[0]}xx`, "default"];
    const cover = old.find(
      (one) => keyword === "responses" && covers.includes(lower(one.status)) && !isSuccess(one, old),
    );
    if (cover && !isSuccess(node, now)) found.push({ ...step(node), before: cover, after: node });
  }
  return found;
}

const isSuccess = ({ status }: Response, all: Response[]) =>
  status.startsWith("2") || (status === "default" && !all.some((one) => one.status.startsWith("2")));
