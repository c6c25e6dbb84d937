import { apiError, type Context, connectionError, decode, withBoundedBody } from "./answer.ts";
import type { CallOptions, ClientOptions } from "./client.ts";
import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import { paramsOf, requestId } from "./params.ts";
import { waitAfter } from "./retry.ts";
import { longestDelay } from "./sleep.ts";
import { tokenOf } from "./token.ts";
import type { OperationId } from "./types.ts";

/** The part of openapi-fetch's client that sends. Its own type, of all paths, is too large with a thousand operations. */
interface Transport {
  GET(path: string, init: object): Promise<{ error?: unknown; response: Response }>;
}

/** Calls one operation: resolves to the documented body, or rejects with a {@link WorkError} or the abort's reason. */
export async function send(
  http: Transport,
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
  const params = paramsOf(operation, Object(parameters));
  const request_id = requestId(call.headers);
  let token: string | undefined;
  let refusals = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends what the call waits for: an attempt, or the time until the next. */
  let stop = (_reason: unknown) => {};
  const abort = () => stop(signal?.reason);

  signal?.addEventListener("abort", abort);
  try {
    for (let attempts = 1; ; attempts++) {
      signal?.throwIfAborted();
      const context: Context = { operation, attempts, request_id };
      const left = end - Date.now();
      const timeout = left < attemptTimeout ? "total" : "attempt";
      const limit = left < attemptTimeout ? totalTimeout : attemptTimeout;
      try {
        return await new Promise((resolve, reject) => {
          const controller = new AbortController();
          stop = (reason) => {
            reject(reason);
            controller.abort(reason);
          };
          timer = setTimeout(
            () =>
              stop(new WorkError("timeout", `no complete answer in ${limit} ms`, { ...context, timeout })),
            Math.max(0, Math.min(left, limit, longestDelay)),
          );
          const fetch = async (request: Request): Promise<Response> => {
            token ??= await tokenOf(client);
            const id = request.headers.get("x-request-id") ?? request_id;
            request.headers.set("x-request-id", id);
            // The request has the token only meanwhile, so that no middleware sees it.
            request.headers.set("authorization", `Bearer ${token}`);
            try {
              const response = await (client.fetch ?? globalThis.fetch)(request, {
                signal: controller.signal,
              });
              context.status = response.status;
              context.request_id = response.headers.get("x-request-id") ?? id;
              return response.ok ? response : await withBoundedBody(response);
            } catch (cause) {
              throw connectionError(context, cause);
            } finally {
              request.headers.delete("authorization");
            }
          };
          // openapi-fetch reads the body of an error itself; `stream` leaves that of a success to us.
          http
            .GET(operations[operation].path, {
              ...params,
              headers: call.headers,
              fetch,
              parseAs: "stream",
              redirect: "manual",
            })
            .then(({ error, response }) => {
              if (!response.ok) throw apiError(context, response, error);
              return response.text().then(
                (body) => decode(context, response, body),
                (cause) => {
                  throw connectionError(context, cause);
                },
              );
            })
            .then(resolve, reject);
        });
      } catch (error) {
        clearTimeout(timer);
        signal?.throwIfAborted();
        if (!(error instanceof WorkError)) throw error;
        if (error.status === 401 && typeof client.token === "function" && ++refusals < 2) {
          token = undefined;
        } else {
          const failures = attempts - refusals;
          const wait = waitAfter(error, failures);
          if (failures > retries || Date.now() + wait >= end) throw error;
          await new Promise<void>((resolve, reject) => {
            stop = reject;
            timer = setTimeout(resolve, wait);
          });
        }
      }
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
