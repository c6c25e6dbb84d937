import { apiError, type Context, connectionError, decode, withBoundedBody } from "./answer.ts";
import { WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import type { paramsOf } from "./params.ts";
import { longestDelay } from "./sleep.ts";
import { tokenOf } from "./token.ts";
import type { OperationId } from "./types.ts";

/** The part of openapi-fetch's client that sends. Its own type, of all paths, is too large with a thousand operations. */
export interface Transport {
  GET(path: string, init: object): Promise<{ error?: unknown; response: Response }>;
}

/** A call, for all of its attempts. */
export interface Call {
  readonly http: Transport;
  readonly client: ClientOptions;
  readonly options: CallOptions;
  readonly operation: OperationId;
  readonly params: ReturnType<typeof paramsOf>;
  readonly attemptTimeout: number;
  readonly totalTimeout: number;
  /** Time at which `totalTimeout` passes, in milliseconds since 1970. */
  readonly end: number;
  /** Set by the first attempt, and by the one after a 401. */
  token?: string | undefined;
}

/** Makes one attempt. It ends at once when its time has passed or the signal aborts, even if `fetch` goes on. */
export async function attempt(call: Call, context: Context): Promise<unknown> {
  const { options, attemptTimeout, totalTimeout, end } = call;
  const { signal } = options;
  signal?.throwIfAborted();
  const left = end - Date.now();
  const timeout = left < attemptTimeout ? "total" : "attempt";
  const limit = left < attemptTimeout ? totalTimeout : attemptTimeout;

  const { promise, resolve, reject } = Promise.withResolvers();
  const controller = new AbortController();
  const stop = (reason: unknown) => {
    reject(reason);
    controller.abort(reason);
  };
  const abort = () => stop(signal?.reason);
  const timer = setTimeout(
    () => stop(new WorkError("timeout", `no complete answer in ${limit} ms`, { ...context, timeout })),
    Math.max(0, Math.min(left, limit, longestDelay)),
  );
  signal?.addEventListener("abort", abort);
  exchange(call, context, controller.signal).then(resolve, reject);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Sends the request, and reads its answer: the documented body, or an error. */
async function exchange(call: Call, context: Context, signal: AbortSignal): Promise<unknown> {
  const { error, response } = await call.http.GET(operations[call.operation].path, {
    ...call.params,
    headers: call.options.headers,
    fetch: (request: Request) => transfer(call, context, request, signal),
    parseAs: "stream", // leaves the body of a success to us; that of an error is read in any case
    redirect: "manual",
  });
  if (!response.ok) throw apiError(context, response, error);
  let body: string;
  try {
    body = await response.text();
  } catch (cause) {
    throw connectionError(context, cause);
  }
  return decode(context, response, body);
}

/** Sends a request with its id and the token, and returns the answer; an error status already with its body. */
async function transfer(call: Call, context: Context, request: Request, signal: AbortSignal) {
  call.token ??= await tokenOf(call.client);
  const id = request.headers.get("x-request-id") ?? context.request_id;
  request.headers.set("x-request-id", id);
  // Only until the answer arrives, so that no middleware sees the token.
  request.headers.set("authorization", `Bearer ${call.token}`);
  try {
    const response = await (call.client.fetch ?? globalThis.fetch)(request, { signal });
    context.status = response.status;
    context.request_id = response.headers.get("x-request-id") ?? id;
    return response.ok ? response : await withBoundedBody(response);
  } catch (cause) {
    throw connectionError(context, cause);
  } finally {
    request.headers.delete("authorization");
  }
}
