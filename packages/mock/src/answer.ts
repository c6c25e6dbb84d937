import { validateHeaderName, validateHeaderValue } from "node:http";
import type { ErrorBody, ErrorStatus, Result } from "@qoder/work-client";
import { type Choice, choose, exampleOf, type Operation, responseOf } from "./documented.ts";
import type { Examples } from "./generated/examples.gen.ts";
import type { ReceivedRequest } from "./received.ts";

export type OperationId = keyof Examples;
type StatusOf<Id extends OperationId> = Id extends unknown ? keyof Examples[Id] : never;
type ExampleOf<Id extends OperationId> = Id extends unknown ? Examples[Id][keyof Examples[Id]] : never;

export interface Timed {
  /** Milliseconds to wait before anything is sent. */
  delay?: number;
  /** Milliseconds that the body takes, in up to ten pieces. */
  drip?: number;
  /** Bytes of the body to send before the connection breaks; a longer body is not sent to its end. */
  truncate?: number;
}

/** Fields of a documented body. */
type Changes<Id extends OperationId, Status> = `${Status & number}` extends `2${string}`
  ? Partial<NonNullable<Result<Id>>>
  : Partial<ErrorBody<Status & ErrorStatus>>;

/** A documented answer: of `status`, of `example`, or of both. */
type Documented<Id extends OperationId> = Id extends unknown
  ? {
      [Status in keyof Examples[Id]]: Timed & {
        status?: Status;
        example?: Examples[Id][Status];
        /** Fields of the body that differ from the example. */
        with?: Changes<Id, Status>;
        /** More headers of the answer. */
        headers?: Record<string, string>;
        body?: never;
        reset?: never;
      };
    }[keyof Examples[Id]]
  : never;

/** The answer of a gateway in front of the API: any status, with any body or none. */
interface Verbatim extends Timed {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  example?: never;
  with?: never;
  reset?: never;
}

interface Unnamed extends Timed {
  status?: never;
  headers?: never;
  body?: never;
  example?: never;
  with?: never;
}

/** No answer: the connection is reset. With `world`, that happens after the world has done what was asked. */
interface Reset extends Unnamed {
  reset: true;
  world?: true;
}

/** The answer of the world, late, slow or truncated. */
interface Worldly extends Unnamed {
  world: true;
  reset?: never;
}

/**
 * A reply of the mock: the name of a documented example, a documented status (its first example), `"world"`, or an
 * object. An object with a `body`, or with a status that is not documented, is sent as it is, as a gateway would.
 */
export type Answer<Id extends OperationId = OperationId> =
  | StatusOf<Id>
  | ExampleOf<Id>
  | Documented<Id>
  | Verbatim
  | Reset
  | Worldly
  | "world";

/** A reply of the mock, or a function that chooses it for each request. */
export type Reply<Id extends OperationId = OperationId> =
  | Answer<Id>
  | ((request: ReceivedRequest) => Answer<Id> | Promise<Answer<Id>>);

/**
 * An answer, checked.
 *
 * @internal
 */
export interface Plan extends Timed {
  /** Fields of the body that differ from the example. */
  with?: object;
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
 * @internal
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
    const { with: fields = {} } = answer;
    if (answer.with && !isRecord(exampleOf(operation, send)))
      throw new Error(`with needs an example that is an object; ${operation.iid} has none here`);
    return { ...timed, headers, send, with: fields };
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
