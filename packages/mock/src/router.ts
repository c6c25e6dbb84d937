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

/**
 * Makes the function that finds the operation of a request. Paths are known by their shape, with `{}` for segments that
 * are templates, so that a search takes no longer with more of them. As OpenAPI demands, a concrete path comes first.
 */
export function routerOf<Known extends Pick<Operation, "method" | "path">>(operations: Known[]) {
  const byPath = [...Map.groupBy(operations, ({ path }) => path)];
  const paths = byPath.map(([template, own]) => ({ template, own, ...patternOf(template) }));
  const byShape = Map.groupBy(paths, ({ template, mask }) => shapeOf(template, mask));
  const masks = new Map(paths.map(({ mask }) => [`${mask}`, mask])).values();
  const sorted = [...masks].toSorted((one, other) => one.length - other.length);
  return (method: string, path: string): Route<Known> => {
    const candidates = sorted.flatMap((mask) => byShape.get(shapeOf(path, mask)) ?? []);
    const found = candidates.find(({ pattern }) => pattern.test(path));
    const { template = "", own = [], names = [], pattern } = found ?? {};
    const values = pattern?.exec(path)?.slice(1) ?? [];
    return {
      operation: own.find((one) => one.method.toUpperCase() === method),
      template,
      params: Object.fromEntries(names.map((name, at) => [name, decode(values[at] ?? "")])),
      methods: own.map((one) => one.method.toUpperCase()),
    };
  };
}

/** A path with `{}` in place of some segments. */
function shapeOf(path: string, mask: number[]): string {
  const segments = path.split("/");
  for (const at of mask) segments[at] = "{}";
  return segments.join("/");
}

/** The segments of a path that are templates, the names in them, and a pattern for their values. */
function patternOf(template: string): { mask: number[]; names: string[]; pattern: RegExp } {
  const mask = template.split("/").flatMap((segment, at) => (segment.includes("{") ? [at] : []));
  const parts = template.split(/\{([^}]+)\}/); // literal, name, literal, name, …
  const pattern = parts.map((part, at) => (at % 2 ? "([^/]*)" : part.replace(/[^\w/]/g, "\\$&")));
  return { mask, names: parts.filter((_, at) => at % 2), pattern: new RegExp(`^${pattern.join("")}$`) };
}

/** Decodes a part of a path; what is not well encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
