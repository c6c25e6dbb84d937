import { randomUUID } from "node:crypto";
import { choose, mediaTypes, type Operation, type Route } from "./operations.ts";
import { preferred } from "./prefer.ts";
import { type Asked, ask } from "./prism.ts";
import { envelope, Refusal } from "./refusal.ts";
import type { Script } from "./script.ts";
import { errorsOf, refusal, violationsHeader } from "./violations.ts";

/** What is sent for a request. */
export interface Answered {
  /** Undefined where the connection is reset instead. */
  status?: number;
  headers: Headers;
  body?: string;
  /** Milliseconds to wait first. */
  delay?: number | undefined;
  /** What is wrong with the request, or with the documented answer. */
  violations: string[];
}

/** Answers a request from the script, its `Prefer` header or the spec, in this order; a wrong one with an error. */
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
 * The operation of a request that keeps to the contract.
 *
 * @throws {Refusal} of any other
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
    throw new Refusal(400, `${path} is not well encoded: % needs two digits`);
  const { output, validations } = await ask(operation, request);
  if (errorsOf(validations).length > 0) {
    const values = { params, query, authorization: headers.authorization };
    throw refusal(output.statusCode, validations, operation, values);
  }
  const types = mediaTypes(operation);
  if (!types.some((type) => accepts(headers.accept, type))) {
    throw new Refusal(406, `the answers are ${types.join(", ")}, but Accept is "${headers.accept}"`);
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

/** Whether an `Accept` header has a media type; its closest range decides. (RFC 9110, section 12.5.1) */
function accepts(accept: string | undefined, type: string): boolean {
  const entries = (accept || "*/*").split(",").map((entry) => {
    const [range = "", ...params] = entry.split(";").map((part) => part.trim().toLowerCase());
    return { range, accepted: !params.some((param) => /^q=0(\.0*)?$/.test(param)) };
  });
  const closest = [type, type.replace(/\/.*/, "/*"), "*/*"].flatMap((range) =>
    entries.filter((entry) => entry.range === range),
  );
  return closest[0]?.accepted ?? false;
}
