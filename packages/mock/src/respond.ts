import { accepts, isJson } from "./accept.ts";
import type { Timed } from "./answer.ts";
import { choose, type Operation } from "./documented.ts";
import { echoed } from "./echo.ts";
import { judgeRequest, type Violation } from "./judge.ts";
import { answerOf, type Spec } from "./prism.ts";
import { type Asked, requestIdOf } from "./received.ts";
import { envelope, Refusal } from "./refusal.ts";
import type { Route } from "./router.ts";
import type { Script } from "./script.ts";

/** The answer to a request. */
export interface Answered extends Timed {
  /** Undefined if the connection is reset instead. */
  status?: number;
  headers: Headers;
  body?: string | undefined;
  /** Breaches of the contract by the request. */
  violations: string[];
  /** Whether the request was refused, or the mock failed. */
  refused?: true;
}

/** Answers a request from the script or the spec. A wrong request gets an error. */
export function respond(spec: Spec, script: Script, request: Asked, route: Route): Promise<Answered> {
  return answer(spec, script, request, route).catch((reason) => refuse(spec, request, reason, route));
}

/** The answer to a request that is refused, or that the mock failed to answer. */
export function refuse(spec: Spec, request: Asked, reason: unknown, route?: Route): Answered {
  const refusal =
    reason instanceof Refusal ? reason : new Refusal(500, `the mock failed: ${(reason as Error)?.message}`);
  const { violations = [refusal.message], headers } = refusal.detail;
  const id = requestIdOf(request);
  const { mediaType, value } = envelope(refusal, id, spec.errors, route?.operation);
  return {
    status: refusal.status,
    headers: new Headers({ ...headers, "content-type": mediaType, "x-request-id": id }),
    body: JSON.stringify(value),
    violations,
    refused: true,
  };
}

async function answer(spec: Spec, script: Script, request: Asked, route: Route): Promise<Answered> {
  const operation = destination(spec, request, route);
  const breaches = judgeRequest(operation, request);
  const errors = breaches.filter(({ status }) => status);
  if (errors[0]) throw refusalOf(operation, errors);
  checkAccept(operation, request.headers["accept"]);
  const plan = await script.next(operation, request, spec.keys);
  const { send = choose(operation), headers: extra = {}, with: fields, verbatim, ...timed } = plan;
  const violations = breaches.map(({ message }) => message);
  if (send === "reset") return { ...timed, headers: new Headers(), violations };
  if ("body" in send) return { ...timed, ...send, headers: new Headers(extra), violations };
  const { statusCode: status, body: example, ...answer } = await answerOf(operation, request.path, send);
  const own = verbatim ? example : echoed(operation, status, request, example);
  const body = fields ? { ...(own as object), ...fields } : own;
  const { "x-request-id": id = null } = request.headers;
  const headers = headersOf({ ...answer.headers, "x-request-id": id, ...extra }, body);
  const type = headers.get("content-type") ?? undefined;
  return {
    status,
    headers,
    body: typeof body === "string" && !isJson(type) ? body : JSON.stringify(body),
    ...timed,
    violations,
  };
}

/** The refusal of a request with these breaches. A documented 422 comes before a 400. */
function refusalOf({ responses }: Operation, errors: Violation[]): Refusal {
  const status = Math.max(...errors.map((error) => error.status ?? 0));
  const isDocumented = responses.some(({ code }) => code === "422");
  const violations = errors.map(({ message }) => message).slice(0, 10);
  const { param } = errors[0] ?? {};
  return new Refusal(status === 400 && isDocumented ? 422 : status, violations.join("; "), {
    param,
    violations,
  });
}

/**
 * The operation of a request.
 *
 * @throws {Refusal} if there is none
 */
function destination({ operations }: Spec, { method, path }: Asked, route: Route): Operation {
  const { operation, template, methods } = route;
  if (methods.length === 0) {
    const known = [...new Set(operations.map((one) => one.path))].join(", ");
    throw new Refusal(404, `the spec has no path ${path}, only ${known}`);
  }
  if (!operation) {
    const allow = methods.join(", ");
    throw new Refusal(405, `the spec has no ${method} ${template}, only ${allow}`, { headers: { allow } });
  }
  if (/%(?![\da-f]{2})/i.test(path))
    throw new Refusal(400, `% must be followed by two hexadecimal digits; received ${path}`);
  return operation;
}

function checkAccept({ responses }: Operation, accept: string | undefined): void {
  const types = new Set(responses.flatMap(({ contents = [] }) => contents.map(({ mediaType }) => mediaType)));
  if (types.size > 0 && ![...types].some((type) => accepts(accept, type)))
    throw new Refusal(406, `Accept must allow ${[...types].join(", ")}; received "${accept}"`);
}

/** The headers of an answer. Prism makes none of lists, and a Content-Type even where there is no body. */
function headersOf(documented: Record<string, unknown>, body: unknown): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(documented))
    if (value !== null) headers.set(name, String(value));
  if (body === undefined) headers.delete("content-type");
  return headers;
}
