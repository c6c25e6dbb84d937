import type { getHttpOperationsFromSpec } from "@stoplight/prism-http";

/** An operation of the spec, as Prism loads it. */
export type Operation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

/** Where a request arrives: the methods of its path are empty where no operation has the path. */
export interface Route {
  operation: Operation | undefined;
  /** The template that the path matches. */
  template: string;
  params: Record<string, string>;
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

/** The media types of all answers of an operation. */
export function mediaTypes({ responses }: Operation): string[] {
  return [...new Set(responses.flatMap(({ contents = [] }) => contents.map(({ mediaType }) => mediaType)))];
}

/** A documented answer, as Prism's configuration names it. */
export interface Choice {
  code: number;
  exampleKey: string;
}

/**
 * The documented answer with this status and example. Where both are left out, it is the first success; where one is,
 * the first answer that has the other.
 *
 * @throws {Error} that names what is documented, if there is no such answer
 */
export function choose({ iid, responses }: Operation, status?: string | number, example?: string): Choice {
  const all = responses.flatMap(({ code, contents = [] }) =>
    contents.flatMap(({ examples = [] }) => examples.map(({ key }) => ({ code, key }))),
  );
  const ofStatus = status === undefined ? all : all.filter(({ code }) => code === String(status));
  const found = example === undefined ? ofStatus[0] : ofStatus.find(({ key }) => key === example);
  if (found) return { code: Number(found.code), exampleKey: found.key };
  if (ofStatus.length === 0) {
    const codes = [...new Set(all.map(({ code }) => code))];
    throw new Error(`${iid} documents no status ${status}, only ${codes.join(", ")}`);
  }
  const kind = status === undefined ? "example" : `example of ${status}`;
  throw new Error(
    `${iid} documents no ${kind} "${example}", only ${ofStatus.map(({ key }) => key).join(", ")}`,
  );
}

/** Whether an operation has this answer. */
export const isDocumented = ({ responses }: Operation, { code, exampleKey }: Choice): boolean =>
  responses
    .filter((response) => response.code === String(code))
    .some(({ contents = [] }) =>
      contents.some(({ examples = [] }) => examples.some(({ key }) => key === exampleKey)),
    );
