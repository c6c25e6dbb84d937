import createHttp, { type Middleware, type Client as OpenApiFetch } from "openapi-fetch";
import { WorkError } from "./error.ts";
import { defaultServer, operations } from "./generated/operations.gen.ts";
import type { operations as Operations, paths } from "./generated/schema.gen.ts";
import { send } from "./send.ts";
import { bearerToken } from "./token.ts";
import type { OperationId, Params, Result } from "./types.ts";

export interface ClientOptions {
  /**
   * Personal Access Token, sent as a bearer credential.
   *
   * @default the environment variable `QODER_PAT`, where the runtime has an environment
   */
  token?: string | undefined;
  /**
   * Where the API is, without the path.
   *
   * @default the first server of the spec
   */
  baseUrl?: string | undefined;
  /**
   * Sends the requests: a handler in tests, or a `fetch` with a proxy or an agent.
   *
   * @default globalThis.fetch
   */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Headers of every request. */
  headers?: Record<string, string> | undefined;
  /** Middleware of openapi-fetch, called for every request. It never sees the token. */
  middleware?: Middleware[] | undefined;
}

export interface CallOptions {
  /** Ends the call; it then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Headers of this request, on top of those of the client. */
  headers?: Record<string, string> | undefined;
}

/** One method per operation of the spec, and the openapi-fetch client underneath. */
export type WorkClient = {
  /**
   * @throws {WorkError} for everything but an abort
   */
  [Id in keyof Operations]: (params: Params<Id>, options?: CallOptions) => Promise<Result<Id>>;
} & {
  /** The typed openapi-fetch client underneath, for whoever wants `{ data, error, response }`. It checks no ids. */
  http: OpenApiFetch<paths>;
};

/**
 * Creates a client of the API. It opens no connection and keeps no state, so it can be shared.
 *
 * @throws {WorkError} of kind `argument`, if `baseUrl` is not an http or https URL
 * @example
 * const work = createClient({ token: process.env.QODER_PAT });
 * const item = await work.getWorkItem({ environment_id: "env_…", work_id: "work_…" });
 */
export function createClient(options: ClientOptions = {}): WorkClient {
  const { baseUrl = defaultServer } = options;
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? "")) {
    throw new WorkError("argument", `baseUrl must be an http or https URL, such as "${defaultServer}".`);
  }
  const http = createHttp<paths>({
    baseUrl,
    ...(options.headers && { headers: options.headers }),
    fetch(request) {
      if (!request.headers.has("authorization")) {
        request.headers.set("authorization", `Bearer ${bearerToken(options.token)}`);
      }
      return (options.fetch ?? globalThis.fetch)(request);
    },
  });
  http.use(...(options.middleware ?? []));
  const methods = Object.keys(operations).map((id) => [
    id,
    (params: Record<string, unknown>, call?: CallOptions) => send(http, id as OperationId, params, call),
  ]);
  return Object.assign(Object.fromEntries(methods), { http });
}
