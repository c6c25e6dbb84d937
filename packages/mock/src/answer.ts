import { validateHeaderName, validateHeaderValue } from "node:http";
import { type Choice, choose, type Operation, responseOf } from "./documented.ts";
import type { Examples } from "./generated/examples.gen.ts";

export type OperationId = keyof Examples;
type StatusOf<Id extends OperationId> = Id extends unknown ? keyof Examples[Id] : never;
type ExampleOf<Id extends OperationId> = Id extends unknown ? Examples[Id][keyof Examples[Id]] : never;

interface Timed {
  /** Milliseconds to wait before anything is sent. */
  delay?: number;
}

/** A documented answer: of `status`, of `example`, or of both. */
type Documented<Id extends OperationId> = Id extends unknown
  ? {
      [Status in keyof Examples[Id]]: Timed & {
        status?: Status;
        example?: Examples[Id][Status];
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
  reset?: never;
}

/** No answer: the connection is reset. With `world`, that happens after the world has done what was asked. */
interface Reset extends Timed {
  reset: true;
  world?: true;
  status?: never;
  headers?: never;
  body?: never;
  example?: never;
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
  | "world";

/**
 * An answer, checked.
 *
 * @internal
 */
export interface Plan {
  delay?: number | undefined;
  headers?: Record<string, string> | undefined;
  send?: Choice | { status: number; body: string } | "reset";
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
  const isCode = (code: unknown) => operation.responses.some((one) => one.code === code);
  if (typeof answer !== "object") {
    const isStatus = typeof answer === "number" || isCode(answer);
    return { send: isStatus ? choose(operation, answer) : choose(operation, undefined, answer) };
  }
  const { status, example, delay = 0, headers = {}, body, reset } = answer;
  if (!(delay >= 0 && delay < 2 ** 31))
    throw new Error(`delay must be 0 to 2147483647 ms; received ${delay}`);
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    if (/^(content-length|transfer-encoding)$/i.test(name)) {
      throw new Error(`headers must not have ${name}: the mock frames the body; received "${value}"`);
    }
  }
  if (reset) return { delay, send: "reset", world: "world" in answer };
  const documented = isCode(status) || responseOf(operation, Number(status));
  if (body === undefined && (documented || status === undefined || example !== undefined)) {
    return { delay, headers, send: choose(operation, status, example) };
  }
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) {
    throw new Error(`status must be a number from 200 to 599; received ${status}`);
  }
  return { delay, headers, send: { status: Number(status), body: body ?? "" } };
}
