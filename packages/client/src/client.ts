import type { Methods } from "./generated/methods.gen.ts";
import { defaultServer, operations } from "./generated/operations.gen.ts";
import type { paths } from "./generated/schema.gen.ts";
import { createHttp, type Middleware, type OpenApiFetch } from "./http.ts";
import { valid } from "./params.ts";
import { send } from "./send.ts";
import { type Token, tokenOf } from "./token.ts";
import type { OperationId } from "./types.ts";

/** How patient a call is; given to a client, and again to a call. */
export interface RetryOptions {
  /**
   * How often a read is repeated after a connection error, an attempt that took too long, 408, 429 or 5xx. Between
   * attempts it waits as `Retry-After` says (up to 60 s), else with exponential backoff and full jitter.
   *
   * @default 2
   */
  retries?: number | undefined;
  /**
   * How long one attempt may take, its body included, in milliseconds.
   *
   * @default 10_000
   */
  attemptTimeout?: number | undefined;
  /**
   * How long the call may take, attempts and waits included, in milliseconds; `Infinity` for no limit. A wait that
   * would pass it is not begun.
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
   * @default the environment variable `QODER_PAT`, where the runtime has an environment
   */
  token?: Token | undefined;
  /**
   * Where the API is, without the path.
   *
   * @default the first server of the spec
   */
  baseUrl?: string | undefined;
  /**
   * Sends the requests: a handler in tests, or a `fetch` with a proxy or an agent. It must pass `init` on, whose
   * signal ends a request that is no longer wanted. The request carries the token only until the promise settles.
   *
   * @default globalThis.fetch
   */
  fetch?: ((request: Request, init?: { signal: AbortSignal }) => Promise<Response>) | undefined;
  /** Headers of every request. */
  headers?: Record<string, string> | undefined;
  /**
   * Middleware of openapi-fetch, called for every attempt. It never sees the token, and in `onRequest` not yet the
   * `x-request-id` that the client adds where there is none.
   */
  middleware?: Middleware[] | undefined;
}

export interface CallOptions extends RetryOptions {
  /** Ends the call at once, a wait included; it then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Headers of this request, on top of those of the client. */
  headers?: Record<string, string> | undefined;
}

/** One method per operation of the spec, and the openapi-fetch client underneath. */
export type WorkClient = Methods & {
  /**
   * The typed openapi-fetch client underneath, for whoever wants `{ data, error, response }`. It sends the token, and
   * has no other behaviour of the methods: it checks no ids, repeats nothing, and has no deadline.
   */
  http: OpenApiFetch<paths>;
};

/**
 * Creates a client of the API. It opens no connection and keeps no state, so it can be shared.
 *
 * @throws {WorkError} of kind `argument`, if `baseUrl` is no URL or has credentials, or a header is not valid
 * @example
 * const work = createClient({ token: process.env.QODER_PAT });
 * const item = await work.getWorkItem({ environment_id: "env_…", work_id: "work_…" });
 */
export function createClient(options: ClientOptions = {}): WorkClient {
  const { baseUrl = defaultServer, headers, middleware = [] } = options;
  valid(() => new Request(baseUrl, options as RequestInit));
  const http = createHttp<paths>({
    baseUrl,
    headers: headers as Record<string, string>, // openapi-fetch takes undefined too
    async fetch(request) {
      request.headers.set("authorization", `Bearer ${await tokenOf(options)}`);
      try {
        return await (options.fetch ?? globalThis.fetch)(request);
      } finally {
        request.headers.delete("authorization");
      }
    },
  });
  http.use(...middleware);
  const work: Partial<Record<keyof WorkClient, unknown>> = { http };
  for (const id in operations)
    work[id as OperationId] = send.bind(null, http as never, options, id as OperationId);
  return work as WorkClient;
}
