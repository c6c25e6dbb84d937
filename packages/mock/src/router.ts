import type { Operation } from "./documented.ts";

/** The destination of a request. */
export interface Route {
  operation: Operation | undefined;
  /** The template that the path matches; empty if no operation has the path. */
  template: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  /** Methods of the path. */
  methods: string[];
}

/** A path of the spec. */
interface Path {
  template: string;
  operations: Operation[];
  names: string[];
  pattern: RegExp;
}

/**
 * Makes the function that finds the operation of a request, in a time that depends on how many paths differ in which
 * of their segments are templates. As OpenAPI demands, a concrete path comes first.
 */
export function routerOf(operations: Operation[]) {
  const byShape = new Map<string, Path[]>();
  const masks = new Map<string, boolean[]>();
  for (const [template, own] of Map.groupBy(operations, ({ path }) => path)) {
    const mask = template.split("/").map((segment) => segment.includes("{"));
    const shape = shapeOf(template, mask);
    masks.set(mask.join(), mask);
    byShape.set(shape, [
      ...(byShape.get(shape) ?? []),
      { template, operations: own, ...patternOf(template) },
    ]);
  }
  const count = (mask: boolean[]) => mask.filter(Boolean).length;
  const sorted = [...masks.values()].toSorted((one, other) => count(one) - count(other));
  return (method: string, path: string): Route => {
    const found = sorted
      .flatMap((mask) => byShape.get(shapeOf(path, mask)) ?? [])
      .find(({ pattern }) => pattern.test(path));
    const { template = "", operations: own = [], names = [], pattern } = found ?? {};
    const values = pattern?.exec(path)?.slice(1) ?? [];
    return {
      operation: own.find((one) => one.method.toUpperCase() === method),
      template,
      params: Object.fromEntries(names.map((name, at) => [name, decode(values[at] ?? "")])),
      methods: own.map((one) => one.method.toUpperCase()),
    };
  };
}

/** A path with `{}` for the segments that are templates. */
const shapeOf = (path: string, mask: boolean[]) =>
  path
    .split("/")
    .map((segment, at) => (mask[at] ? "{}" : segment))
    .join("/");

function patternOf(template: string): Pick<Path, "names" | "pattern"> {
  const parts = template.split(/\{([^}]+)\}/); // literal, name, literal, name, …
  const pattern = parts.map((part, at) => (at % 2 ? "([^/]*)" : part.replace(/[^\w/]/g, "\\$&")));
  return { names: parts.filter((_, at) => at % 2), pattern: new RegExp(`^${pattern.join("")}$`) };
}

/** Decodes a part of a path; what is not well encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
