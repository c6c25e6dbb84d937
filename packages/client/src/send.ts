import type { Client as OpenApiFetch } from "openapi-fetch";
import { apiError, type Context, connectionError, decode, withBoundedBody } from "./answer.ts";
import type { CallOptions, ClientOptions } from "./client.ts";
import { sleep, within } from "./deadline.ts";
import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { paths } from "./generated/schema.gen.ts";
import { checkParams, requestId } from "./params.ts";
import { waitAfter } from "./retry.ts";
import { fetchAuthorized, tokenOf } from "./token.ts";
import type { OperationId } from "./types.ts";

/** Calls one operation: resolves to the documented body, or rejects with a {@link WorkError} or the abort's reason. */
export async function send(
  http: OpenApiFetch<paths>,
  client: ClientOptions,
  operation: OperationId,
  parameters: Record<string, unknown>,
  call: CallOptions = {},
): Promise<unknown> {
  const { signal } = call;
  const retries = call.retries ?? client.retries ?? 2;
  const attemptTimeout = call.attemptTimeout ?? client.attemptTimeout ?? 10_000;
  const totalTimeout = call.totalTimeout ?? client.totalTimeout ?? 30_000;
  const end = Date.now() + totalTimeout;
  const params = checkParams(operation, parameters);
  const request_id = requestId(call.headers);
  const headers = { ...call.headers, "x-request-id": request_id };
  let token: string | undefined;
  let refusals = 0;

  for (let attempts = 1; ; attempts++) {
    const context: Context = { operation, attempts, request_id };
    const left = end - Date.now();
    const timeout = left < attemptTimeout ? "total" : "attempt";
    const limit = left < attemptTimeout ? totalTimeout : attemptTimeout;
    try {
      return await within(
        Math.min(left, limit),
        signal,
        () => new WorkError("timeout", `no complete answer in ${limit} ms`, { ...context, timeout }),
        async (ended) => {
          const broken = (cause: unknown) => {
            throw connectionError(context, cause);
          };
          const fetch = async (request: Request): Promise<Response> => {
            token ??= await tokenOf(client);
            const response = await fetchAuthorized(request, client, token, { signal: ended }).catch(broken);
            context.status = response.status;
            context.request_id = response.headers.get("x-request-id") ?? request_id;
            return response.ok ? response : withBoundedBody(response).catch(broken);
          };
          // openapi-fetch reads the body of an error itself; `stream` leaves that of a success to us.
          const init = { params, headers, fetch, parseAs: "stream", redirect: "manual" };
          const { error, response } = await http.request("get", operations[operation].path, init as never);
          if (!response.ok) throw apiError(context, response, error);
          return decode(context, response, await response.text().catch(broken));
        },
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof WorkError)) throw error;
      if (error.status === 401 && typeof client.token === "function" && ++refusals < 2) {
        token = undefined;
      } else {
        const failures = attempts - refusals;
        const wait = waitAfter(error, failures);
        if (failures > retries || Date.now() + wait >= end) throw error;
        await sleep(wait, signal);
      }
    }
  }
}
