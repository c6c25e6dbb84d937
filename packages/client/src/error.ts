import type { OtherErrorBody } from "./generated/methods.gen.ts";
import { docsSite } from "./generated/operations.gen.ts";
import type { ErrorBody, ErrorStatus, OperationId } from "./types.ts";

/** The documented `error.type` of a status, open because the API may add others. */
type ErrorType<Status extends ErrorStatus> = Documented<ErrorBody<Status>> | (string & {});

/** The types in a union of bodies; `never` for one that allows any text, beside which editors complete no other. */
type Documented<Body> = Body extends { error: { type: infer Type } }
  ? Known<Type>
  : Body extends { type: infer Type }
    ? Known<Type>
    : never;
type Known<Type> = Type extends string ? (string extends Type ? never : Type) : never;

interface ErrorFields {
  /** The operation that failed; undefined if none was reached. */
  operation?: OperationId | undefined;
  /** Number of requests that were made. */
  attempts?: number | undefined;
  /** HTTP status, if an answer arrived. */
  status?: number | undefined;
  /** `error.type` of the envelope; undefined when something other than the API answered. */
  type?: string | undefined;
  /** The sentence of the API: `error.message` of the envelope. Its wording can change. */
  apiMessage?: string | undefined;
  /** Name of the wrong parameter, if the API or the client names one. */
  param?: string | undefined;
  /** Identifies the call to support: from the envelope, else from `x-request-id` of the answer or of the request. */
  request_id?: string | undefined;
  /** Time that the server asks to wait, in seconds: `Retry-After`. */
  retry_after?: number | undefined;
  /** The error envelope; undefined when something other than the API answered. Not enumerable, so logs omit it. */
  body?: unknown;
  /** The headers of the answer, by their names in lower case. Not enumerable. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** The beginning of a body that is no error envelope, as text of at most 200 characters. */
  excerpt?: string | undefined;
  /**
   * The deadline that passed: `attempt` is `attemptTimeout`, `total` is `totalTimeout` or the `timeout` of a watch. The
   * message says how long it was.
   */
  timeout?: "attempt" | "total" | undefined;
  /** Differences between a body and the spec, from `@qoder/work-client/validate`; the first 100. */
  problems?: Problem[] | undefined;
}

/** One difference between a body and its schema. It holds no value of the body. */
export interface Problem {
  /** JSON pointer into the body; empty for the body itself. */
  pointer: string;
  /** The rule of the schema that the value breaks. */
  message: string;
}

/** The call, as each of its errors names it. */
export interface Context {
  operation: OperationId;
  attempts: number;
  request_id: string;
  status?: number;
  /** Takes the credentials out of a text. */
  clean?: (text: string) => string;
}

/** Marks the errors of every copy of this package. */
const mark = Symbol.for("@qoder/work-client WorkError");

class WorkErrorClass extends Error {
  // Loggers show the name of the class, also when a bundler has given it another.
  static override readonly name = "WorkError";
  declare readonly kind: "api" | "connection" | "timeout" | "decode" | "argument" | "state";
  declare readonly [mark]: true;

  constructor(
    kind: WorkErrorClass["kind"],
    problem: string,
    { body, headers, clean = String, ...fields }: ErrorFields & Pick<Context, "clean"> = {},
    options?: ErrorOptions,
  ) {
    const { request_id, attempts } = fields;
    const details = attempts ? ` (request_id ${request_id}, attempt ${attempts})` : "";
    super(
      clean(`${clean(problem).slice(0, 400)}${details}`)
        .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
        .slice(0, 600),
      options,
    );
    // The name and the value of a field are a list of two, so names are cleaned too.
    const cleaned = (value: unknown): unknown => {
      if (typeof value === "string") return clean(value);
      if (Array.isArray(value)) return value.map(cleaned);
      return Object(value) === value
        ? Object.fromEntries(Object.entries(value as object).map(cleaned) as [string, unknown][])
        : value;
    };
    let value: unknown;
    try {
      value = cleaned(body);
    } catch {} // too deep
    Object.assign(this, cleaned(fields), { kind });
    Object.defineProperties(this, { body: { value }, headers: { value: cleaned(headers) } });
  }

  /** The error as JSON: its fields and its message, without `body` and `headers`. */
  toJSON(): object {
    return { ...this, name: this.name, message: this.message };
  }
}
Object.assign(WorkErrorClass.prototype, { name: "WorkError", [mark]: true });

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

/** `attemptTimeout` or `totalTimeout` passed, also while the token function ran; or the `timeout` of a watch. */
export interface TimeoutError extends Failure<"timeout"> {
  readonly timeout: "attempt" | "total";
}

/** The status says success, and the body is not the documented JSON. */
export interface DecodeError extends Failure<"decode"> {}

/** The item stopped before it was seen in the state that was waited for. */
export interface StateError extends Failure<"state"> {
  /** The item. */
  readonly body: { readonly id: string; readonly state: string };
}

/**
 * A parameter, an option, a header or the token was wrong, and nothing was sent; or the caller's `fetch` or token function
 * returned something wrong, after a 401 perhaps.
 */
export interface ArgumentError extends Failure<"argument"> {}

/**
 * The error that the methods of the client throw. There are two exceptions: an abort rejects with the signal's own reason,
 * and errors of the caller's own middleware, `onSuccess` and token function are passed on. Use `instanceof WorkError`, then
 * switch on `kind`.
 */
export type WorkError = ApiError | ConnectionError | TimeoutError | DecodeError | ArgumentError | StateError;

export const WorkError = WorkErrorClass as unknown as {
  new (...args: ConstructorParameters<typeof WorkErrorClass>): WorkError;
  readonly prototype: WorkError;
};

/** Tells an error of the client, also one of another copy or version of this package. */
export const isWorkError = (error: unknown): error is WorkError => Object(error)[mark] === true;

/**
 * Returns the address of the docs that explain an error: the section of its `type`, else that of its `kind`.
 *
 * @example console.error(`${error.message}. See ${docsUrl(error)}`);
 */
export const docsUrl = ({ type, kind }: WorkError): string =>
  `${docsSite}errors.html#${encodeURIComponent((type ?? kind).toWellFormed())}`;
