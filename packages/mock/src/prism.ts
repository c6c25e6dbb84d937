import { createRequire } from "node:module";
import { isJson } from "./accept.ts";
import type { Choice, Operation } from "./documented.ts";
import { Refusal } from "./refusal.ts";
import { type Route, routerOf } from "./router.ts";

// The build of `bundled.ts`, required so that no test runner compiles it again.
const prism: typeof import("./bundled.ts") = createRequire(import.meta.url)("../dist/bundled.cjs");

/** An OpenAPI document. */
export interface Spec {
  operations: Operation[];
  route(method: string, path: string): Route;
  /** Names, in lower case, of the headers and query parameters that are credentials. */
  keys: string[];
}

/** Loads an OpenAPI document from a file. */
export const load = async (file: string): Promise<Spec> =>
  specOf((await prism.getHttpOperationsFromSpec(file)).map(prepared));

export function specOf(operations: Operation[]): Spec {
  const schemes = operations.flatMap(({ security = [] }) => security.flat());
  const keys = schemes.flatMap((scheme) => ("name" in scheme ? [scheme.name.toLowerCase()] : []));
  return { operations, route: routerOf(operations), keys };
}

type Content = NonNullable<Operation["responses"][number]["contents"]>[number];

/** What is documented for a range of media types is sent as JSON. */
const withType = (content: Content): Content => ({
  ...content,
  mediaType: content.mediaType.replace(/^(application|\*)\/\*/, "application/json"),
});

const options = { skipWriteOnly: true, quiet: true };

/** An operation whose answers have examples, JSON first, and without callbacks, which Prism would send. */
function prepared({ callbacks: _, ...operation }: Operation): Operation {
  // Of its own, Prism sends what is `writeOnly`, and no header that is a list.
  const withExamples = <Part extends Pick<Content, "schema" | "examples">>(part: Part): Part => {
    if (part.examples?.length) return part;
    const { schema = {} } = part as { schema?: { examples?: unknown[] } };
    const values = schema.examples ?? [prism.sample(schema as object, options, operation)];
    const keyOf = (at: number) => (at ? `example_${at + 1}` : "example");
    return { ...part, examples: values.map((value, at) => ({ id: "", key: keyOf(at), value })) };
  };
  const isJsonOf = ({ mediaType }: Content) => Number(isJson(mediaType));
  const responses = operation.responses.map(({ contents = [], headers = [], ...response }) => ({
    ...response,
    headers: headers.map(withExamples),
    contents: contents
      .map(withExamples)
      .map(withType)
      .toSorted((one, other) => isJsonOf(other) - isJsonOf(one)),
  }));
  return { ...operation, responses } as Operation;
}

/** Returns Prism's answer, with the example that was chosen. @throws {Refusal} if Prism cannot make one */
export function answerOf(resource: Operation, choice: Choice) {
  const data = { method: resource.method as "get", url: { path: resource.path } };
  const config = { dynamic: false, ...choice };
  const answer = prism.mocker.default({ resource, input: { data, validations: [] }, config });
  const result = answer(silent as never);
  if (result._tag === "Right") return result.right;
  const { status = 500, detail, message } = result.left as Error & { status?: number; detail?: string };
  throw new Refusal(status, [detail ?? message]);
}

/** A log of Prism's kind, which writes nothing. */
const silent: object = new Proxy({}, { get: () => () => silent });
