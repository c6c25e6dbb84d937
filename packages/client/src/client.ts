import { transmit } from "./attempt.ts";
import { apiVersion } from "./generated/api.gen.ts";
import { credentialsOf } from "./generated/features.gen.ts";
import type { Methods } from "./generated/methods.gen.ts";
import { defaultServer, operations } from "./generated/operations.gen.ts";
import type { paths } from "./generated/schema.gen.ts";
import { createHttp, type OpenApiFetch } from "./http.ts";
import { type CallOptions, type ClientOptions, checkOptions, expect, limitsOf } from "./options.ts";
import { checked, checkedHeaders } from "./request.ts";
import { send } from "./send.ts";
import type { Runtime } from "./token.ts";
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
 * Creates a client of the API. It opens no connection, and can be shared.
 *
 * @throws {WorkError} of kind `argument`, if an option or the options themselves make no sense
 * @example
 * const work = createClient({ token: process.env.QODER_PAT });
 * const item = await work.getWorkItem({ environment_id: "env_…", work_id: "work_…" });
 */
export function createClient(options: ClientOptions = {}): WorkClient {
  checkOptions(options, "createClient", "token");
  const { headers, middleware = [] } = options;
  limitsOf(options);
  const http = createHttp<paths>({
    baseUrl: baseUrlOf(options),
    headers: { ...usualHeaders, ...Object.fromEntries(checkedHeaders(headers)) },
    fetch: async (request) => transmit(options, await credentialsOf(options), request, request.signal),
  });
  checked(() => http.use(...middleware), "`middleware` must be a list of middleware of openapi-fetch");
  const work: Partial<Record<keyof WorkClient, unknown>> = { http };
  for (const id of Object.keys(operations) as OperationId[])
    work[id] = send.bind(null, http as never, options, id);
  return work as WorkClient;
}

/** @throws {WorkError} of kind `argument`. It does not show the URL, which may hold a secret. */
function baseUrlOf({ baseUrl = defaultServer }: ClientOptions): string {
  const name = "baseUrl";
  const text = String(baseUrl);
  const url = URL.parse(text);
  expect(!/\s/.test(text), name, "contains white space");
  expect(url && /^https?:$/.test(url.protocol), name, "must be a full URL, such as https://api.example.com");
  expect(!(url.username + url.password), name, "must have no credentials: use `token`");
  expect(!/[?#]/.test(text), name, "must have no query and no fragment");
  return text;
}

/** No `user-agent` in browsers, also with a bundler's `process`: they forbid it, or ask the server first (CORS). */
const usualHeaders: Record<string, string> = {
  accept: "application/json, */*;q=0.1",
  ...((globalThis as Runtime).process?.versions?.node && { "user-agent": `qoder-work-client/${apiVersion}` }),
};
