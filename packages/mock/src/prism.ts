import { createLogger } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { sample } from "openapi-sampler";
import { isJson } from "./accept.ts";
import type { Choice, Operation } from "./documented.ts";
import { Refusal } from "./refusal.ts";
import { type Route, routerOf } from "./router.ts";

const config = {
  checkSecurity: false,
  validateRequest: false,
  validateResponse: false,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
} as const;
const prism = createInstance(config, { logger: createLogger("mock", { enabled: false }) });

/** An OpenAPI document. */
export interface Spec {
  operations: Operation[];
  route(method: string, path: string): Route;
  /** Names, in lower case, of the headers and query parameters that are credentials. */
  keys: string[];
}

/** Loads an OpenAPI document from a file. */
export const load = async (file: string): Promise<Spec> =>
  specOf((await getHttpOperationsFromSpec(file)).map(prepared));

export function specOf(operations: Operation[]): Spec {
  const schemes = operations.flatMap(({ security = [] }) => security.flat());
  const keys = schemes.flatMap((scheme) => ("name" in scheme ? [scheme.name.toLowerCase()] : []));
  return { operations, route: routerOf(operations), keys };
}

type Content = NonNullable<Operation["responses"][number]["contents"]>[number];

const options = { skipNonRequired: true, skipWriteOnly: true, quiet: true };

/** An operation whose answers have examples, JSON first, and without callbacks, which Prism would send. */
function prepared({ callbacks: _, ...operation }: Operation): Operation {
  // Of its own, Prism sends what is `writeOnly`, and no header that is a list.
  const withExamples = <Part extends Pick<Content, "schema" | "examples">>(part: Part): Part => {
    if (part.examples?.length) return part;
    const { schema = {} } = part as { schema?: { examples?: unknown[] } };
    const values = schema.examples ?? [sample(schema as object, options, operation)];
    const keyOf = (at: number) => (at ? `example_${at + 1}` : "example");
    return { ...part, examples: values.map((value, at) => ({ id: "", key: keyOf(at), value })) };
  };
  const isJsonOf = ({ mediaType }: Content) => Number(isJson(mediaType));
  const responses = operation.responses.map(({ contents = [], headers = [], ...response }) => ({
    ...response,
    headers: headers.map(withExamples),
    contents: contents.map(withExamples).toSorted((one, other) => isJsonOf(other) - isJsonOf(one)),
  }));
  return { ...operation, responses } as Operation;
}

/**
 * Returns Prism's answer: a documented example, or a value made from the schema.
 *
 * @throws {Refusal} if Prism cannot make one
 */
export async function answerOf(operation: Operation, choice: Choice) {
  const { method, path } = operation;
  const input = { method: method as "get", url: { path } };
  const result = await prism.request(input, [operation], {
    ...config,
    mock: { dynamic: false, ...choice },
  })();
  if (result._tag === "Right") return result.right.output;
  const { status = 500, detail, message } = result.left as Error & { status?: number; detail?: string };
  throw new Refusal(status, [detail ?? message]);
}
