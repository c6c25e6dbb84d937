import type { Api, Operation } from "@qoder/work-codegen";
import { createLogger } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec, ProblemJsonError } from "@stoplight/prism-http";
import type { Send } from "../src/exchange.ts";
import { answersOf, everyField } from "./suite.ts";

/** An operation as Prism loads it. */
export type PrismOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

const config = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: false,
  errors: false,
  upstreamProxy: undefined,
} as const;
const prism = createInstance(
  { ...config, mock: { dynamic: false } },
  { logger: createLogger("contract", { enabled: false }) },
);

/** The operations of an API as Prism loads them, each answer with one more example, which has every field. */
export async function prismOperationsOf(api: Api): Promise<Map<Operation, PrismOperation>> {
  const loaded = await getHttpOperationsFromSpec(JSON.parse(api.json));
  return new Map(api.operations.map((operation) => [operation, withEveryField(operation, loaded)]));
}

function withEveryField(operation: Operation, loaded: PrismOperation[]): PrismOperation {
  const own = loaded.find(({ path, method }) => path === operation.path && method === operation.method);
  if (!own) throw new Error(`Prism does not know ${operation.id}.`);
  const bodies = answersOf(operation).filter(({ example }) => example === everyField);
  const responses = own.responses.map((response) => {
    const value = bodies.find(({ status }) => `${status}` === response.code)?.body;
    const added = { id: everyField, key: everyField, value };
    const contents = response.contents?.map((one) => ({
      ...one,
      examples: [...(one.examples ?? []), added],
    }));
    return { ...response, ...(contents && { contents }) };
  });
  return { ...own, responses } as PrismOperation;
}

/** A server in this process that follows one operation: Prism, without sockets. */
export function serverOf(operation: PrismOperation): Send {
  const has = (key: string) => (response: PrismOperation["responses"][number]) =>
    response.contents?.some(({ examples = [] }) => examples.some((example) => example.key === key));
  return async ({ method, url, headers }) => {
    const [, wanted, exampleKey = ""] =
      /code=(\d+), example=([^,\s]+)/.exec(headers.get("prefer") ?? "") ?? [];
    // The operation may have moved the example to another status.
    const having = operation.responses.filter(has(exampleKey));
    const code = (having.find((one) => one.code === wanted) ?? having[0])?.code;
    const mock = { dynamic: false, ...(code && { code: Number(code), exampleKey }) };
    const { pathname, searchParams } = new URL(url);
    const names = [...new Set(searchParams.keys())];
    const query = Object.fromEntries(
      names.map((name) => {
        const [first = "", ...others] = searchParams.getAll(name);
        return [name, others.length > 0 ? [first, ...others] : first];
      }),
    );
    const input = {
      method: method.toLowerCase() as "get",
      url: { path: pathname, query },
      headers: Object.fromEntries(headers),
    };
    const result = await prism.request(input, [operation], { ...config, mock })();
    if (result._tag === "Left") {
      const problem = ProblemJsonError.toProblemJson(result.left);
      const type = { "content-type": "application/problem+json" };
      return Response.json(problem, { status: problem.status, headers: type });
    }
    const { statusCode, headers: sent, body } = result.right.output;
    const answer = typeof body === "string" ? JSON.parse(body) : body;
    const id = headers.get("x-request-id");
    const echo = id && typeof answer?.request_id === "string" ? { ...answer, request_id: id } : answer;
    return Response.json(echo, { status: statusCode, headers: { ...sent } as Record<string, string> });
  };
}
