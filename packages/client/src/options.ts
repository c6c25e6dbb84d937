import { WorkError } from "./error.ts";
import type { Credentials } from "./generated/methods.gen.ts";
import type { Middleware } from "./http.ts";
import type { OperationId } from "./types.ts";

/**
 * A token, or a function that gets one: called once for each call, and once more if the API refuses the token. It gets
 * the `signal` of the call; the second time, as other calls may wait for it too, one that ends after `attemptTimeout`.
 */
export type Token = string | ((call: { signal: AbortSignal | undefined }) => string | Promise<string>);

/** Retries and deadlines. A call can override those of its client. */
export interface RetryOptions {
  /**
   * Number of times that a call is repeated after a connection error, an attempt that took too long, 408, 429 or 5xx. Between
   * attempts it waits as `Retry-After` says (up to 60 s), else with exponential backoff and full jitter.
   * An operation that may not be repeated, such as a POST without an `Idempotency-Key`, is repeated only after 429 and
   * after a connection that was refused. A 401 is answered once with a new token, where `token` is a function.
   *
   * @default 2
   */
  retries?: number | undefined;
  /**
   * Time limit of one attempt, its body included, in milliseconds.
   *
   * @default 10_000
   */
  attemptTimeout?: number | undefined;
  /**
   * Time limit of the call, attempts and waits included, in milliseconds; `Infinity` for none. A wait that would pass it
   * is not begun.
   *
   * @default 30_000
   */
  totalTimeout?: number | undefined;
}

export interface ClientOptions extends RetryOptions {
  /**
   * Personal Access Token, sent where the spec says, or a function that gets one.
   *
   * @default the environment variable `QODER_PAT`, if the runtime has an environment
   */
  token?: Token | undefined;
  /** Credentials of other security schemes, by the scheme's name in the spec. A function is called once for each call. */
  credentials?: Credentials | undefined;
  /**
   * URL of the API, without the path.
   *
   * @default the first server of the spec
   */
  baseUrl?: string | URL | undefined;
  /**
   * Sends the requests: a handler in tests, or a `fetch` with a proxy or an agent. It must pass on `init`, whose
   * signal ends a request that is no longer needed. The `fetch` of another package may not know a `Request`: give it the
   * URL, the method, the headers and the body (see the README). The request carries the token only until the promise settles.
   *
   * @default globalThis.fetch
   */
  fetch?: ((request: Request, init: { signal: AbortSignal }) => Promise<FetchResponse>) | undefined;
  /** Headers of every request. One that is undefined is left out. */
  headers?: Record<string, string | undefined> | Headers | undefined;
  /**
   * Middleware of openapi-fetch, called for every attempt, before the token is on the request and after it is off. In
   * `onRequest` it does not yet see the `x-request-id` that the client adds if there is none.
   */
  middleware?: Middleware[] | undefined;
}

/** The part that the client uses of what `fetch` returns: a `Response`, also that of undici or node-fetch. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The facts of a success that are not in its body. */
export interface Success {
  /** The operation that was called. */
  operation: OperationId;
  /** HTTP status. */
  status: number;
  /** The headers of the answer, as `fetch` returned them. */
  headers: Headers;
  /** `x-request-id` of the answer, else of the request. */
  request_id: string;
  /** Number of requests that were made. */
  attempts: number;
}

export interface CallOptions extends RetryOptions {
  /**
   * Called with the facts of a success before the method returns its body. The method waits for it, without a time limit,
   * and passes on its error.
   */
  onSuccess?: ((success: Success) => void | Promise<void>) | undefined;
  /** Ends the call at once, even while it waits; the call then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Headers of this request, added to those of the client. */
  headers?: Record<string, string | undefined> | Headers | undefined;
}

/** Writes a value for a message; of an object, only its type. */
export const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : String(Object(value) === value ? typeof value : value);

/** @throws {WorkError} of kind `argument` with the rule, and with the value if it is given, unless the rule holds */
export function expect(holds: unknown, param: string, rule: string, ...received: unknown[]): asserts holds {
  if (holds) return;
  const end = received.map((value) => `; received ${shown(value)}`);
  throw new WorkError("argument", `\`${param}\` ${rule}${end}`, { param });
}

/** @throws {WorkError} of kind `argument` unless an option is a number above 0, or of `least` or more */
export function numberOf(name: string, value: unknown, least?: number): number {
  const range = least === undefined ? "above 0" : `of ${least} or more`;
  const holds = typeof value === "number" && value >= (least ?? Number.MIN_VALUE);
  expect(holds, name, `must be a number ${range}`, value);
  return value;
}

/** @throws {WorkError} of kind `argument` unless these can be the options of a function */
export function checkOptions(options: ClientOptions & CallOptions, name: string, example: string): void {
  if (Object(options) !== options || (options.signal && !options.signal.throwIfAborted))
    throw new WorkError("argument", `${name} takes an object of options, such as \`{ ${example} }\``);
  for (const each of ["fetch", "onSuccess"] as const)
    expect(typeof (options[each] ?? Object) === "function", each, "must be a function", options[each]);
}

export type Limits = { [Name in keyof RetryOptions]-?: number };

/** The limits of a call. @throws {WorkError} of kind `argument` if one makes no sense */
export function limitsOf(client: RetryOptions, options: RetryOptions = {}): Limits {
  const limit = (name: keyof Limits, usual: number, least?: number) =>
    numberOf(name, options[name] ?? client[name] ?? usual, least);
  return {
    retries: limit("retries", 2, 0),
    attemptTimeout: limit("attemptTimeout", 10_000),
    totalTimeout: limit("totalTimeout", 30_000),
  };
}
