import { createLogger, type IPrismDiagnostic } from "@stoplight/prism-core";
import {
  createInstance,
  getHttpOperationsFromSpec,
  type IHttpRequest,
  type IHttpResponse,
  ProblemJsonError,
} from "@stoplight/prism-http";
import { type Body, type Document, operationsOf } from "./contract.ts";
import type { Exchange, Send } from "./exchange.ts";

const config = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
} as const;
const logger = createLogger("contract", { enabled: false });

const requestOf = (url: string, headers: Record<string, string>, method = "GET"): IHttpRequest => {
  const { pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  return { method: method.toLowerCase() as "get", url: { path: pathname, query }, headers };
};

export interface Diagnostics {
  input: IPrismDiagnostic[];
  output: IPrismDiagnostic[];
}
export type PrismJudge = (exchange: Exchange, body: Body) => Promise<Diagnostics>;

/** What Prism says of a request and its body: Prism as it mocks, except that the answer has come from elsewhere. */
export async function prismJudgeOf(document: Document): Promise<PrismJudge> {
  const resources = await getHttpOperationsFromSpec(document);
  return async ({ probe, request, response }, body) => {
    const statusCode = response?.status ?? 0;
    const mediaType = probe.operation.answers.find(({ status }) => status === statusCode)?.mediaType;
    // Prism throws on some values of Content-Type, and the judge has looked at it already.
    const recorded: IHttpResponse = { statusCode, headers: { "content-type": mediaType ?? "" }, body };
    const prism = createInstance(config, { logger, mock: () => () => ({ _tag: "Right", right: recorded }) });
    const sent = requestOf(request.url, { ...request.headers, authorization: "Bearer given" });
    // Prism tries one path after the other, which takes long with a thousand.
    const own = resources.filter(({ path }) => path === probe.operation.path);
    const result = await prism.request(sent, own)();
    if (result._tag === "Left") {
      return { input: [{ message: result.left.message, severity: 0 }], output: [] };
    }
    const { input, output } = result.right.validations;
    // A probe that is wrong on purpose is not the client's request.
    return {
      input: probe.pastClient ? [] : input,
      output: output.filter(({ path }) => path?.[0] === "body"),
    };
  };
}

/** A server in this process that follows a document: Prism, without sockets. */
export async function serverOf(document: Document): Promise<Send> {
  const resources = await getHttpOperationsFromSpec(document);
  const answers = operationsOf(document).flatMap((operation) => operation.answers);
  const prism = createInstance({ ...config, validateResponse: false }, { logger });
  return async ({ method, url, headers }) => {
    const [, wanted, exampleKey = ""] =
      /code=(\d+), example=([^,\s]+)/.exec(headers.get("prefer") ?? "") ?? [];
    const having = answers.filter(({ examples }) => Object.hasOwn(examples, exampleKey));
    // The document may have moved the example to another status.
    const code = (having.find(({ status }) => String(status) === wanted) ?? having[0])?.status;
    const mock = code ? { dynamic: false, code, exampleKey } : config.mock;
    const request = requestOf(url, Object.fromEntries(headers), method);
    const result = await prism.request(request, resources, { ...config, mock })();
    if (result._tag === "Left") {
      const problem = ProblemJsonError.toProblemJson(result.left);
      return Response.json(problem, {
        status: problem.status,
        headers: { "content-type": "application/problem+json" },
      });
    }
    const { statusCode, headers: sent, body } = result.right.output;
    const answer = typeof body === "string" ? JSON.parse(body) : body;
    const id = headers.get("x-request-id");
    if (id && typeof answer.request_id === "string") answer.request_id = id;
    return new Response(JSON.stringify(answer), { status: statusCode, headers: { ...sent } });
  };
}
