import { createLogger } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { sample } from "openapi-sampler";
import { isJson } from "./accept.ts";
import type { Choice, Operation } from "./documented.ts";
import { type Errors, errorsOf, Refusal } from "./refusal.ts";
import { type Route, routerOf } from "./router.ts";

const config = {
  checkSecurity: false,
  validateRequest: false,
  validateResponse: false,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
} as const;
const prism = createInstance(
  { ...config, mock: { dynamic: false } },
  { logger: createLogger("mock", { enabled: false }) },
);

/** An OpenAPI document, and what follows from all of its operations. */
export interface Spec {
  operations: Operation[];
  route(method: string, path: string): Route;
  errors: Errors;
  /** Names of the headers and query parameters that are credentials. */
  keys: string[];
}

/** Loads an OpenAPI document from a file. */
export async function load(file: string): Promise<Spec> {
  const loaded = await getHttpOperationsFromSpec(file);
  const operations = loaded.map(withExamples);
  const schemes = operations.flatMap(({ security = [] }) => security.flat());
  const keys = schemes.flatMap((scheme) => ("name" in scheme ? [scheme.name] : []));
  return { operations, route: routerOf(operations), errors: errorsOf(operations), keys };
}

/** An operation with an example of each answer and header, and without callbacks, which Prism would send. */
function withExamples({ callbacks: _, ...operation }: Operation): Operation {
  const examplesOf = ({ schema = {}, examples = [] }: Pick<Content, "schema" | "examples">) => {
    const { examples: values = [sample(schema as object, options, operation)] } = schema as {
      examples?: unknown[];
    };
    const made = values.map((value, at) => ({ id: "", key: at ? `example_${at + 1}` : "example", value }));
    return examples.length > 0 ? examples : made;
  };
  const complete = <Part extends Pick<Content, "schema" | "examples">>(part: Part) => ({
    ...part,
    examples: examplesOf(part),
  });
  const responses = operation.responses.map((response) => ({
    ...response,
    ...(response.headers && { headers: response.headers.map(complete) }),
    ...(response.contents && { contents: jsonFirst(response.contents).map(complete) }),
  }));
  return { ...operation, responses } as Operation;
}

const jsonFirst = (contents: Content[]) =>
  contents.toSorted((one, other) => Number(isJson(other.mediaType)) - Number(isJson(one.mediaType)));

type Content = NonNullable<Operation["responses"][number]["contents"]>[number];
const options = { skipNonRequired: true, skipWriteOnly: true, quiet: true };

/**
 * Returns Prism's answer: a documented example, or a value made from the schema.
 *
 * @throws {Refusal} if Prism cannot make one
 */
export async function answerOf(operation: Operation, path: string, { code, exampleKey }: Choice) {
  const input = { method: operation.method as "get", url: { path } };
  const mock = { dynamic: false, code, ...(exampleKey !== undefined && { exampleKey }) };
  const result = await prism.request(input, [operation], { ...config, mock })();
  if (result._tag === "Right") return result.right.output;
  const { status = 500, detail, message } = result.left as Error & { status?: number; detail?: string };
  throw new Refusal(status, detail ?? message);
}
