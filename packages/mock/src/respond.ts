import { randomUUID } from "node:crypto";
import { accepts } from "./accept.ts";
import { choose, type Operation, type Route } from "./operations.ts";
import { preferred } from "./prefer.ts";
import { type Asked, ask } from "./prism.ts";
import { envelope, Refusal } from "./refusal.ts";
import type { Script } from "./script.ts";
import { errorsOf, refusal, violationsHeader } from "./violations.ts";

/** The answer to a request. */
export interface Answered {
  /** Undefined if the connection is reset instead. */
  status?: number;
  headers: Headers;
  body?: string;
  /** Milliseconds to wait first. */
  delay?: number | undefined;
  /** Breaches of the contract by the request or by the documented answer. */
  violations: string[];
}

/** Answers a request from the script, its `Prefer` header or the spec, in this order. A wrong request gets an error. */
export async function respond(
  operations: Operation[],
  script: Script,
  request: Asked,
  route: Route,
): Promise<Answered> {
  try {
    return await answer(script, request, await checked(operations, request, route));
  } catch (reason) {
    const refused =
      reason instanceof Refusal ? reason : new Refusal(500, `the mock failed: ${(reason as Error).message}`);
    const { violations = [refused.message], headers } = refused.detail;
    const requestId = request.headers["x-request-id"]?.toString() || randomUUID();
    return {
      status: refused.status,
      headers: new Headers({ ...headers, "content-type": "application/json" }),
      body: JSON.stringify(envelope(operations, refused, requestId)),
      violations,
    };
  }
}

/**
 * Returns the operation of a request.
 *
 * @throws {Refusal} if the request breaks the contract
 */
async function checked(operations: Operation[], request: Asked, route: Route): Promise<Operation> {
  const { method, path, query, headers } = request;
  const { operation, template, methods, params } = route;
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
  const { output, validations } = await ask(operation, request);
  if (errorsOf(validations).length > 0) {
    const values = { params, query, authorization: headers.authorization };
    throw refusal(output.statusCode, validations, operation, values);
  }
  const contents = operation.responses.flatMap(({ contents = [] }) => contents);
  const types = [...new Set(contents.map(({ mediaType }) => mediaType))];
  if (!types.some((type) => accepts(headers.accept, type))) {
    throw new Refusal(406, `Accept must allow ${types.join(", ")}; received "${headers.accept}"`);
  }
  return operation;
}

async function answer(script: Script, request: Asked, operation: Operation): Promise<Answered> {
  const plan = script.next(operation) ?? preferred(operation, request.headers["prefer"]?.toString());
  const { send = choose(operation), delay, headers: extra = {} } = plan;
  const headers = new Headers();
  const add = (more: object) => {
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
  };
  if (send === "reset") return { headers, delay, violations: [] };
  if ("body" in send) {
    add(extra);
    return { ...send, headers, delay, violations: [] };
  }
  const { output, validations } = await ask(operation, request, send);
  add(output.headers ?? {});
  add(violationsHeader(validations));
  add(extra);
  const violations = [...validations.input, ...validations.output].map(({ message }) => message);
  return { status: output.statusCode, headers, body: JSON.stringify(output.body), delay, violations };
}
