import type { ErrorBody, ErrorStatus, OperationId } from "./types.ts";

/** The documented `error.type` of a status, open because the API may add others. */
type ErrorType<Status extends ErrorStatus> =
  | (ErrorBody<Status> extends { error: { type: infer Known extends string } } ? Known : never)
  | (string & {});

interface ErrorFields {
  /** The operation that failed; undefined where none was reached. */
  operation?: OperationId | undefined;
  /** HTTP status, where an answer arrived. */
  status?: number | undefined;
  /** `error.type` of the envelope; undefined when something other than the API answered. */
  type?: string | undefined;
  /** Name of the parameter at fault, where the API or the client names one. */
  param?: string | undefined;
  /** Identifies the request to support: from the envelope, else from the `x-request-id` header. */
  request_id?: string | undefined;
  /** The error envelope; undefined when something other than the API answered. */
  body?: unknown;
}

class WorkErrorClass extends Error {
  override readonly name = "WorkError";
  readonly kind: "api" | "connection" | "decode" | "argument";

  constructor(
    kind: WorkErrorClass["kind"],
    problem: string,
    fields: ErrorFields = {},
    options?: ErrorOptions,
  ) {
    super(`${fields.operation ?? "createClient"}: ${problem.replace(/[\s\p{Cc}]+/gu, " ").trim()}`, options);
    this.kind = kind;
    Object.assign(this, fields);
  }
}

interface Failure<Kind extends string> extends Readonly<ErrorFields>, Error {
  readonly name: "WorkError";
  /** What went wrong; a closed set to switch on. */
  readonly kind: Kind;
}

/** The API, or a gateway in front of it, answered with an error status. */
export interface ApiErrorOf<Status extends ErrorStatus> extends Failure<"api"> {
  readonly status: Status;
  readonly type: ErrorType<Status> | undefined;
  readonly body: ErrorBody<Status> | undefined;
}

/** A status that the spec does not document. Its body has no type; what is known of it is in the other fields. */
export interface UndocumentedApiError extends Failure<"api"> {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: undefined;
}

export type ApiError = { [Status in ErrorStatus]: ApiErrorOf<Status> }[ErrorStatus] | UndocumentedApiError;

/** No complete answer arrived: DNS, a refused or reset connection, TLS. `cause` is the error of `fetch`. */
export interface ConnectionError extends Failure<"connection"> {}

/** The status says success, and the body is not the documented JSON. */
export interface DecodeError extends Failure<"decode"> {
  readonly status: number;
}

/** The call was wrong and nothing was sent: a parameter or the token. */
export interface ArgumentError extends Failure<"argument"> {}

/**
 * Everything that a method of the client throws, but for an abort, which rejects with the signal's own reason.
 * Use `instanceof WorkError`, then switch on `kind`.
 */
export type WorkError = ApiError | ConnectionError | DecodeError | ArgumentError;

export const WorkError = WorkErrorClass as unknown as {
  new (...args: ConstructorParameters<typeof WorkErrorClass>): WorkError;
  readonly prototype: WorkError;
};

/** At most `length` characters of a text that was received, on one line. */
const excerpt = (text: string, length = 100) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** The error for an answer with an error status. `body` is its JSON, or its text where it is not JSON. */
export function apiError(operation: OperationId, response: Response, body: unknown): WorkError {
  const { status } = response;
  const envelope = isEnvelope(body) ? body : undefined;
  const { type, message, param } = envelope?.error ?? {};
  const request_id = envelope?.request_id ?? requestId(response);
  const problem = envelope
    ? `${status} ${type}: ${excerpt(message ?? "", 300)}`
    : `${status} without the documented error body, so probably from a gateway`;
  const details = [param && `param ${param}`, request_id && `request_id ${request_id}`]
    .filter(Boolean)
    .join(", ");
  const fields = { operation, status, type, param, request_id, body: envelope };
  return new WorkError("api", details ? `${problem} (${details})` : problem, fields);
}

/** The error for a success whose body is not the documented JSON. */
export function decodeError(
  operation: OperationId,
  response: Response,
  received: string,
  cause?: unknown,
): WorkError {
  const { status } = response;
  return new WorkError(
    "decode",
    `expected a JSON object with status ${status}, received ${received}. Is the base URL that of the API?`,
    { operation, status, request_id: requestId(response) },
    { cause },
  );
}

const requestId = (response: Response) => response.headers.get("x-request-id") ?? undefined;

interface Envelope {
  request_id?: string;
  error: { type: string; message?: string; param?: string };
}

function isEnvelope(body: unknown): body is Envelope {
  return typeof (body as Envelope | null | undefined)?.error?.type === "string";
}
