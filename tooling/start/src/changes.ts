import { isDeepStrictEqual } from "node:util";

type Node = { [key: string]: unknown };
interface Fact {
  /** What is listed with a sign of its own: values of an enum, statuses and parameters of an operation. */
  items: string[];
  /** All else. */
  rest: unknown;
}

/**
 * What differs between two bundled documents, by name, such as `WorkItem.state: + paused`; empty if they say the same.
 * It takes milliseconds. The sentences of `tooling/release`, which say what a difference means for a client, need a start
 * of `redocly diff`: as much of a processor as lint, types, mock and docs together.
 */
export function changesIn(before: object, after: object): string[] {
  const old = factsOf(before as Node);
  const now = factsOf(after as Node);
  const isListed = (name: string, facts: Map<string, Fact>) => facts.has(name.replace(/\.[^.]+$/, ""));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (!was) return isListed(name, old) || !name.includes(".") ? [`+ ${name}`] : [];
    if (!is) return isListed(name, now) || !name.includes(".") ? [`- ${name}`] : [];
    const items = [
      ...is.items.filter((item) => !was.items.includes(item)).map((item) => `+ ${item}`),
      ...was.items.filter((item) => !is.items.includes(item)).map((item) => `- ${item}`),
    ];
    if (items.length > 0) return [`${name}: ${items.join(", ")}`];
    return isDeepStrictEqual(was, is) ? [] : [`${name} edited`];
  });
}

const nodes = (parent: unknown): [string, Node][] => Object.entries((parent ?? {}) as Record<string, Node>);

function factsOf({ paths, components, ...root }: Node): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const { schemas = {}, ...others } = (components ?? {}) as Record<string, Node>;
  const owners = new Map<unknown, string>(); // the property that shows an enum, by its `$ref`
  const add = (name: string, { properties, enum: values = [], ...rest }: Node) => {
    facts.set(name, { items: (values as unknown[]).map(String), rest });
    for (const [key, property] of nodes(properties)) {
      add(`${name}.${key}`, property);
      if (property["$ref"]) owners.set(property["$ref"], `${name}.${key}`);
    }
  };
  for (const [name, value] of Object.entries(root)) facts.set(name, { items: [], rest: value });
  for (const [path, { get, ...rest }] of nodes(paths)) {
    const { operationId, responses, parameters = [], ...operation } = (get ?? {}) as Node;
    const refs = [...(parameters as Node[]), ...((rest["parameters"] ?? []) as Node[])].map(
      (parameter) => `${parameter["name"] ?? `${parameter["$ref"]}`.replace(/^.*\//, "")}`,
    );
    const items = [...Object.keys(responses ?? {}), ...refs];
    facts.set(String(operationId ?? path), { items, rest: [path, operation, responses, rest] });
  }
  for (const [name, schema] of nodes(schemas)) add(name, schema);
  for (const [kind, members] of Object.entries(others)) {
    for (const [name, rest] of nodes(members))
      facts.set(`${kind.replace(/s$/, "")} ${name}`, { items: [], rest });
  }
  for (const [ref, owner] of owners) {
    const name = String(ref).replace(/^.*\//, "");
    const fact = facts.get(name);
    if (fact?.items.length) {
      facts.set(owner, fact);
      facts.delete(name);
    }
  }
  return facts;
}
