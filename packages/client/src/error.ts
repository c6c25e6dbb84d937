import type { OtherErrorBody } from "./generated/methods.gen.ts";
import { docsSite } from "./generated/operations.gen.ts";
import type { ErrorBody, ErrorStatus, OperationId } from "./types.ts";

/** The documented `error.type` of a status, open because the API may add others. */
type ErrorType<Status extends ErrorStatus> =
  | (ErrorBody<Status> extends
      | { error: { type: infer Known extends string } }
      | { type: infer Known extends string }
      ? Known
      : never)
  | (string & {});

interface ErrorFields {
  /** The operation that failed; undefined if none was reached. */
  operation?: OperationId | undefined;
  /** Number of requests that were made. */
  attempts?: number | undefined;
  /** HTTP status, if an answer arrived. */
  status?: number | undefined;
  /** `error.type` of the envelope; undefined when something other than the API answered. */
  type?: string | undefined;
  /** Name of the wrong parameter, if the API or the client names one. */
  param?: string | undefined;
  /** Identifies the call to support: from the envelope, else from `x-request-id` of the answer or of the request. */
  request_id?: string | undefined;
  /** Time that the server asks to wait, in seconds: `Retry-After`. */
  retry_after?: number | undefined;
  /** The error envelope; undefined when something other than the API answered. Not enumerable, so logs omit it. */
  body?: unknown;
  /** The deadline that passed: `attemptTimeout` or `totalTimeout`. The message says how long it was. */
  timeout?: "attempt" | "total" | undefined;
  /** Differences between a body and the spec, from `@qoder/work-client/validate`. */
  problems?: Problem[] | undefined;
}

/** One difference between a body and its schema. It holds no value of the body. */
export interface Problem {
  /** JSON pointer into the body; empty for the body itself. */
  pointer: string;
  /** The rule of the schema that the value breaks. */
  message: string;
}

class WorkErrorClass extends Error {
  declare readonly kind: "api" | "connection" | "timeout" | "decode" | "argument";

  constructor(
    kind: WorkErrorClass["kind"],
    problem: string,
    { body, ...fields }: ErrorFields = {},
    options?: ErrorOptions,
  ) {
    const { request_id, attempts } = fields;
    const details = attempts ? ` (request_id ${request_id}, attempt ${attempts})` : "";
    super(`${problem.slice(0, 300)}${details}`.replace(/[\s\p{Cc}]+/gu, " "), options);
    Object.assign(this, fields, { kind, name: "WorkError" });
    Object.defineProperty(this, "body", { value: body });
  }
}

interface Failure<Kind extends string> extends Readonly<ErrorFields>, Error {
  /** The kind of failure; a closed set to switch on. */
  readonly kind: Kind;
}

/** The API, or a gateway in front of it, answered with an error status. */
export interface ApiErrorOf<Status extends ErrorStatus> extends Failure<"api"> {
  readonly status: Status;
  readonly type: ErrorType<Status> | undefined;
  readonly body: ErrorBody<Status> | undefined;
}

/** A status that the spec does not document by its number. */
export interface UndocumentedApiError extends Failure<"api"> {
  readonly status: number;
  readonly type: (string & {}) | undefined;
  readonly body: OtherErrorBody | undefined;
}

export type ApiError = { [Status in ErrorStatus]: ApiErrorOf<Status> }[ErrorStatus] | UndocumentedApiError;

/** No complete answer arrived: DNS, a refused or reset connection, TLS. `cause` is the error of `fetch`. */
export interface ConnectionError extends Failure<"connection"> {}

/** `attemptTimeout` or `totalTimeout` passed. */
export interface TimeoutError extends Failure<"timeout"> {
  readonly timeout: "attempt" | "total";
}

/** The status says success, and the body is not the documented JSON. */
export interface DecodeError extends Failure<"decode"> {}

/** The call was wrong and nothing was sent: a parameter, a header or the token. */
export interface ArgumentError extends Failure<"argument"> {}

/**
 * The error that the methods of the client throw. There are two exceptions: an abort rejects with the signal's own reason,
 * and errors of the caller's own middleware and token function are passed on. Use `instanceof WorkError`, then switch
 * on `kind`.
 */
export type WorkError = ApiError | ConnectionError | TimeoutError | DecodeError | ArgumentError;

export const WorkError = WorkErrorClass as unknown as {
  new (...args: ConstructorParameters<typeof WorkErrorClass>): WorkError;
  readonly prototype: WorkError;
};

/**
 * Returns the address of the docs that explain an error: the section of its `type`, else that of its `kind`.
 *
 * @example console.error(`${error.message}. See ${docsUrl(error)}`);
 */
export const docsUrl = ({ type, kind }: WorkError): string => `${docsSite}errors.html#${type ?? kind}`;
