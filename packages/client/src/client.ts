import { carry, clear, credentialsOf } from "./generated/features.gen.ts";
import type { Methods } from "./generated/methods.gen.ts";
import { defaultServer, operations } from "./generated/operations.gen.ts";
import type { paths } from "./generated/schema.gen.ts";
import { checked, checkedHeaders } from "./headers.ts";
import { createHttp, type OpenApiFetch } from "./http.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { send } from "./send.ts";
import type { OperationId } from "./types.ts";

/** One method per operation of the spec, and the openapi-fetch client underneath. */
export type WorkClient = Methods<CallOptions> & {
  /**
   * The typed openapi-fetch client underneath, which returns `{ data, error, response }`. It sends the token, and has no
   * other behaviour of the methods: it does not check ids, does not retry, and has no deadline.
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
  checked(() => new Request(new URL(`${baseUrl}`)), "`baseUrl` must be a full URL without credentials");
  checkedHeaders(headers);
  const http = createHttp<paths>({
    baseUrl: baseUrl as string,
    headers: headers as Record<string, string>, // openapi-fetch takes undefined too
    async fetch(request) {
      const credentials = await credentialsOf(options);
      try {
        return await (options.fetch ?? globalThis.fetch)(carry(credentials, request));
      } finally {
        clear(credentials, request);
      }
    },
  });
  http.use(...middleware);
  const work: Partial<Record<keyof WorkClient, unknown>> = { http };
  for (const id in operations)
    work[id as OperationId] = send.bind(null, http as never, options, id as OperationId);
  return work as WorkClient;
}
