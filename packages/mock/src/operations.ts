import type { getHttpOperationsFromSpec } from "@stoplight/prism-http";

/** An operation of the spec, as Prism loads it. */
export type Operation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

/** The destination of a request. */
export interface Route {
  operation: Operation | undefined;
  /** The template that the path matches. */
  template: string;
  params: Record<string, string>;
  /** Methods of the path; empty if no operation has the path. */
  methods: string[];
}

/** Finds the operation of a request. As OpenAPI demands, a concrete path comes before a templated one. */
export function route(operations: Operation[], method: string, path: string): Route {
  const matches = operations
    .flatMap((operation) => {
      const params = paramsOf(operation.path, path);
      return params ? [{ operation, params }] : [];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const template = matches[0]?.operation.path ?? "";
  const onPath = matches.filter(({ operation }) => operation.path === template);
  const match = onPath.find(({ operation }) => operation.method.toUpperCase() === method);
  return {
    operation: match?.operation,
    template,
    params: match?.params ?? {},
    methods: onPath.map(({ operation }) => operation.method.toUpperCase()),
  };
}

function paramsOf(template: string, path: string): Record<string, string> | undefined {
  const parts = template.split(/\{([^}]+)\}/); // literal, name, literal, name, …
  const pattern = parts.map((part, at) => (at % 2 ? "([^/]*)" : part.replace(/[^\w/]/g, "\\$&")));
  const match = new RegExp(`^${pattern.join("")}$`).exec(path);
  if (!match) return undefined;
  return Object.fromEntries(match.slice(1).map((value, at) => [parts[at * 2 + 1], decode(value)]));
}

/** Decodes a part of a path; what is not well encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A documented answer, as Prism's configuration names it. */
export interface Choice {
  code: number;
  exampleKey: string;
}

const documented = ({ responses }: Operation): { code: string; exampleKey: string }[] =>
  responses.flatMap(({ code, contents = [] }) =>
    contents.flatMap(({ examples = [] }) => examples.map(({ key }) => ({ code, exampleKey: key }))),
  );

/**
 * Returns the documented answer with this status and example. Without both, it is the first success; with one of them,
 * the first answer that has it.
 *
 * @throws {Error} that names what is documented, if there is no such answer
 */
export function choose(operation: Operation, status?: string | number, example?: string): Choice {
  const all = documented(operation);
  const ofStatus = status === undefined ? all : all.filter(({ code }) => code === String(status));
  const found =
    example === undefined ? ofStatus[0] : ofStatus.find(({ exampleKey }) => exampleKey === example);
  if (found) return { ...found, code: Number(found.code) };
  if (ofStatus.length === 0) {
    const codes = [...new Set(all.map(({ code }) => code))].join(", ");
    throw new Error(`${operation.iid} documents no status ${status}, only ${codes}`);
  }
  const kind = status === undefined ? "example" : `example of ${status}`;
  const names = ofStatus.map(({ exampleKey }) => exampleKey).join(", ");
  throw new Error(`${operation.iid} documents no ${kind} "${example}", only ${names}`);
}

export const isDocumented = (operation: Operation, { code, exampleKey }: Choice): boolean =>
  documented(operation).some((answer) => answer.code === String(code) && answer.exampleKey === exampleKey);
