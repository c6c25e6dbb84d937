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

/** Makes the function that finds the operation of a request. As OpenAPI demands, a concrete path comes first. */
export function routerOf<Known extends Pick<Operation, "method" | "path">>(operations: Known[]) {
  const paths = [...Map.groupBy(operations, ({ path }) => path)]
    .map(([template, own]) => ({ template, own, ...patternOf(template) }))
    .toSorted((one, other) => one.names.length - other.names.length);
  return (method: string, path: string): Route<Known> => {
    const found = paths.find(({ pattern }) => pattern.test(path));
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

/** The names in a template, and a pattern for their values. */
function patternOf(template: string): { names: string[]; pattern: RegExp } {
  const parts = template.split(/\{([^}]+)\}/); // literal, name, literal, name, …
  const pattern = parts.map((part, at) => (at % 2 ? "([^/]*)" : part.replace(/[^\w/]/g, "\\$&")));
  return { names: parts.filter((_, at) => at % 2), pattern: new RegExp(`^${pattern.join("")}$`) };
}
