import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Answer, Timed } from "./answer.ts";
import { type Choice, choose, exampleOf, type Operation, responseOf } from "./documented.ts";

/** An answer, checked. */
export interface Plan extends Timed {
  /** Fields of the body that differ from the example. */
  with?: object | undefined;
  headers?: Record<string, string> | undefined;
  send?: Choice | { status: number; body: string } | "reset";
  /** Whether the example is sent as it is documented, without the ids of the request. */
  verbatim?: boolean;
  /** Whether the world acts; it answers unless something else is sent. */
  world?: boolean;
}

/**
 * Checks an answer for an operation.
 *
 * @throws {Error} if the operation does not document it, or HTTP does not allow it
 */
export function planOf(operation: Operation, answer: Answer): Plan {
  if (answer === "world") return { world: true };
  checkKind(answer);
  const isCode = (code: unknown) => operation.responses.some((one) => one.code === code);
  if (typeof answer !== "object") {
    const isStatus = typeof answer === "number" || isCode(answer);
    return { send: isStatus ? choose(operation, answer) : choose(operation, undefined, answer) };
  }
  const { status, example, headers = {}, body, reset } = answer;
  const timed = timesOf(answer);
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    if (/^(content-length|transfer-encoding)$/i.test(name)) {
      throw new Error(`headers must not have ${name}: the mock frames the body; received "${value}"`);
    }
  }
  if (reset) return { ...timed, send: "reset", world: "world" in answer };
  if ("world" in answer) return { ...timed, world: true };
  const documented = isCode(status) || responseOf(operation, Number(status));
  if (body === undefined && (documented || status === undefined || example !== undefined)) {
    const send = choose(operation, status, example);
    if (answer.with && !isRecord(exampleOf(operation, send)))
      throw new Error(`with needs an example that is an object; ${operation.iid} has none here`);
    return { ...timed, headers, send, with: answer.with };
  }
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) {
    throw new Error(`status must be a number from 200 to 599; received ${status}`);
  }
  return { ...timed, headers, send: { status: Number(status), body: body ?? "" } };
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fields = "status example with headers body delay drip truncate reset world".split(" ");

/** Refuses what TypeScript would have refused. */
function checkKind(answer: unknown): void {
  const isName = typeof answer === "string" || typeof answer === "number";
  if (!isName && !isRecord(answer))
    throw new Error(
      `a reply must be a status, the name of an example, an object or a function; received ${answer}`,
    );
  const { headers = {}, body = "", with: changes = {} } = Object(answer);
  for (const name of isName ? [] : Object.keys(answer as object))
    if (!fields.includes(name)) throw new Error(`a reply has no field ${name}, only ${fields.join(", ")}`);
  if (typeof body !== "string") throw new Error(`body must be a text; received ${typeof body}`);
  for (const [name, value] of Object.entries({ headers, with: changes }))
    if (!isRecord(value)) throw new Error(`${name} must be an object; received ${value}`);
}

/** The times of an answer, and the part of it that is sent. */
function timesOf({ delay = 0, drip = 0, truncate = Infinity }: Timed): Required<Timed> {
  for (const [name, time] of Object.entries({ delay, drip }))
    if (!(time >= 0 && time < 2 ** 31))
      throw new Error(`${name} must be 0 to 2147483647 ms; received ${time}`);
  if (!(truncate >= 0)) throw new Error(`truncate must be a number of bytes; received ${truncate}`);
  return { delay, drip, truncate };
}
