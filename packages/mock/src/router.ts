import querystring from "node:querystring";
import type { Operation } from "./documented.ts";

/** The destination of a request. */
export interface Route<Found = Operation> {
  operation: Found | undefined;
  /** The template that the path matches; empty if no operation has the path. */
  template: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  /** Methods of the path. */
  methods: string[];
}

/** Makes the function that finds the operation of a request: a path with fewer parameters and more text comes first. */
export function routerOf<Known extends Pick<Operation, "method" | "path">>(operations: Known[]) {
  // A fragment tells operations apart, and is not sent. Letters such as é are sent encoded.
  const sentAs = (path: string) => path.replace(/#.*/, "").replace(/[^!-~]+/g, encodeURIComponent);
  const all = [...Map.groupBy(operations, ({ path }) => sentAs(path))].map(([template, own]) => ({
    template,
    own,
    ...patternOf(template),
  }));
  // Few of a thousand paths end in a word that a request has.
  const byWord = Map.groupBy(all, ({ template }) =>
    template.split("/").findLast((part) => !part.includes("{")),
  );
  return (method: string, received: string): Route<Known> => {
    const path = received.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase()); // curl sends é as %c3%a9
    const words = new Set(path.split("/"));
    const near = [...words].flatMap((word) => byWord.get(word) ?? []);
    const found = near.toSorted(byPrecedence).find(({ pattern }) => pattern.test(path));
    const { template = "", own = [], names = [], pattern } = found ?? {};
    const values = pattern?.exec(path)?.slice(1) ?? [];
    return {
      operation: own.find((one) => one.method.toUpperCase() === method),
      template,
      params: Object.fromEntries(names.map((name, at) => [name, querystring.unescape(values[at] ?? "")])),
      methods: own.map((one) => one.method.toUpperCase()),
    };
  };
}

type Pattern = ReturnType<typeof patternOf>;
const byPrecedence = (one: Pattern, other: Pattern) =>
  one.names.length - other.names.length || other.length - one.length;

/** The names in a template, a pattern for their values, and the length of the rest. */
function patternOf(template: string) {
  const parts = template.split(/\{([^}]+)\}/); // literal, name, literal, name, …
  const pattern = parts.map((part, at) => (at % 2 ? "([^/]*)" : part.replace(/[^\w/]/g, "\\$&")));
  const names = parts.filter((_, at) => at % 2);
  const { length } = template.replaceAll(/\{[^}]+\}/g, "");
  return { names, length, pattern: new RegExp(`^${pattern.join("")}$`) };
}
