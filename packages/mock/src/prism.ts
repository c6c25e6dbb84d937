import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Choice, Operation } from "./documented.ts";
import { isJson } from "./media-type.ts";
import { type Route, routerOf } from "./router.ts";

// The build of `bundled.ts`, required so that no test runner compiles it again.
const prism: typeof import("./bundled.ts") = createRequire(import.meta.url)("../dist/bundled.cjs");

/** An OpenAPI document. */
export interface Spec {
  operations: Operation[];
  /** Finds the operation of a request, with or without the path of a server before its own. */
  route(method: string, path: string): Route;
  /** Names, in lower case, of the headers and query parameters that are credentials. */
  keys: string[];
}

/** Loads an OpenAPI document from a file. */
export async function load(file: string): Promise<Spec> {
  const text = await readFile(file, "utf8");
  const isWhole = file.endsWith(".json") && !/"\$ref": *"[^#]/.test(text);
  const document = isWhole ? JSON.parse(text, withoutTexts) : file;
  return specOf((await prism.getHttpOperationsFromSpec(document)).map(prepared));
}

/** Leaves a `$ref` alone. Prism would merge a text beside it with a copy of the target, and tears a schema apart that holds itself. */
function withoutTexts(_: string, value: unknown): unknown {
  const { $ref, description, summary, title, deprecated, ...others } = Object(value);
  if (typeof $ref !== "string") return value;
  const isMarked = others.readOnly || others.writeOnly;
  return isMarked ? { allOf: [{ $ref }], ...others } : { $ref, ...others };
}

export function specOf(operations: Operation[]): Spec {
  const schemes = operations.flatMap(({ security = [] }) => security.flat());
  const keys = schemes.flatMap((scheme) => ("name" in scheme ? [scheme.name.toLowerCase()] : []));
  const route = routerOf(operations);
  const bases = operations.flatMap(({ servers = [] }) => servers.flatMap((one) => pathOf(one) || []));
  return {
    ...{ operations, keys },
    route(method, path) {
      const whole = route(method, path);
      const base = bases.find((one) => path.startsWith(`${one}/`));
      return base && !whole.template ? route(method, path.slice(base.length)) : whole;
    },
  };
}

/** The path of a server, with the defaults of its variables; empty at the root. */
const pathOf = ({ url, variables = {} }: NonNullable<Operation["servers"]>[number]): string => {
  const filled = url.replace(/\{(.+?)\}/g, (_, name) => variables[name]?.default ?? "");
  return new URL(filled, "http://127.0.0.1").pathname.replace(/\/$/, "");
};

type Content = NonNullable<Operation["responses"][number]["contents"]>[number];

const options = { skipWriteOnly: true, quiet: true };
/** A range of media types, whose answers are sent as JSON. */
const anyJson = /^(application|\*)\/\*/;

/** An operation whose answers have examples, JSON first, and without callbacks, which Prism would send. */
function prepared({ callbacks: _, ...operation }: Operation): Operation {
  // Without examples, Prism would send what is `writeOnly`, and no header that is a list.
  const withExamples = <Part extends Pick<Content, "schema" | "examples">>(part: Part): Part => {
    const { schema = {} } = part as { schema?: { examples?: unknown[]; allOf?: unknown } };
    const [first, second] = schema.examples ?? [];
    // Of several examples of a schema, Prism has only the first, as `default`.
    const isCut = (one: { key: string; value?: unknown }) => one.key === "default" && one.value === first;
    if (part.examples?.some((one) => second === undefined || !isCut(one))) return part;
    // The sampler infers no type from parts.
    const typed = { type: schema.allOf && "object", ...schema } as object;
    const values = schema.examples ?? [prism.sample(typed, options, operation)];
    const keyOf = (at: number) => (at ? `example_${at + 1}` : "example");
    return { ...part, examples: values.map((value, at) => ({ id: "", key: keyOf(at), value })) };
  };
  const rank = ({ mediaType }: Content) => Number(isJson(mediaType));
  const responses = operation.responses.map(({ contents = [], headers = [], ...response }) => ({
    ...response,
    code: response.code.replace("xx", "XX"), // as Prism reads a range
    headers: headers.map(withExamples),
    contents: contents
      .map(withExamples)
      .map((one) => ({ ...one, mediaType: one.mediaType.replace(anyJson, "application/json") }))
      .toSorted((one, other) => rank(other) - rank(one)),
  }));
  return { ...operation, responses } as Operation;
}

/** Returns Prism's answer, with the example that was chosen. @throws {Error} if Prism cannot make one */
export function answerOf(resource: Operation, choice: Choice) {
  const data = { method: resource.method as "get", url: { path: resource.path } };
  const config = { dynamic: false, ...choice };
  const answer = prism.mocker.default({ resource, input: { data, validations: [] }, config });
  const result = answer(silent as never);
  if (result._tag === "Left") throw result.left;
  return result.right;
}

/** A log of Prism's kind, which writes nothing. */
const silent: object = new Proxy({}, { get: () => () => silent });
