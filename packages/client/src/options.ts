import type { Credentials } from "./generated/methods.gen.ts";
import type { Middleware } from "./http.ts";

/** A token, or a function that gets one: called once for each call, and once more if the API refuses the token. */
export type Token = string | (() => string | Promise<string>);

/** Retries and deadlines. A call can override those of its client. */
export interface RetryOptions {
  /**
   * Number of times that a call is repeated after a connection error, an attempt that took too long, 408, 429 or 5xx. Between
   * attempts it waits as `Retry-After` says (up to 60 s), else with exponential backoff and full jitter.
   * An operation that may not be repeated, such as a POST without an `Idempotency-Key`, is repeated only after 429 and
   * after a connection that was refused.
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
   * Personal Access Token, sent as a bearer credential, or a function that gets one. The function is called once for
   * each call, and once more after a 401.
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
  baseUrl?: string | undefined;
  /**
   * Sends the requests: a handler in tests, or a `fetch` with a proxy or an agent. It must pass on `init`, whose
   * signal ends a request that is no longer needed. The request carries the token only until the promise settles.
   *
   * @default globalThis.fetch
   */
  fetch?: ((request: Request, init?: { signal: AbortSignal }) => Promise<Response>) | undefined;
  /** Headers of every request. */
  headers?: Record<string, string> | undefined;
  /**
   * Middleware of openapi-fetch, called for every attempt. It never sees the token. In `onRequest` it does not yet see
   * the `x-request-id` that the client adds if there is none.
   */
  middleware?: Middleware[] | undefined;
}

export interface CallOptions extends RetryOptions {
  /** Ends the call at once, even while it waits; the call then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Headers of this request, added to those of the client. */
  headers?: Record<string, string> | undefined;
}
