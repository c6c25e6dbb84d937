import { apiError, bounded, decode, failureOf } from "./answer.ts";
import { type Context, WorkError } from "./error.ts";
import { carry, clear, credentialsOf } from "./generated/features.gen.ts";
import { type CallOptions, type ClientOptions, expect, type Limits } from "./options.ts";
import type { Descriptor, requestOf } from "./request.ts";
import type { SentCredentials } from "./token.ts";
import { within } from "./within.ts";

/** The part of openapi-fetch's client that sends. Its own type, of all paths, is too large with a thousand operations. */
export interface Transport {
  request(
    method: string,
    path: string,
    init: object,
  ): Promise<{ data?: unknown; error?: unknown; response: Response }>;
}

/** A call, for all of its attempts. */
export interface Call extends Limits {
  readonly http: Transport;
  readonly client: ClientOptions;
  readonly options: CallOptions;
  readonly descriptor: Descriptor;
  readonly request: ReturnType<typeof requestOf>;
  /** Time at which `totalTimeout` passes, as `performance.now()` counts. */
  readonly end: number;
  /** Set by the first attempt, and by the one after a 401. */
  credentials?: Promise<SentCredentials>;
}

/** Makes one attempt. It ends at once when its time has passed or the signal aborts, even if `fetch` goes on. */
export function attempt(call: Call, context: Context) {
  const { options, attemptTimeout, totalTimeout } = call;
  const left = call.end - performance.now();
  const [timeout, limit] =
    left < attemptTimeout ? (["total", totalTimeout] as const) : (["attempt", attemptTimeout] as const);
  const late = () => new WorkError("timeout", `no complete answer in ${limit} ms`, { ...context, timeout });
  const task = (signal: AbortSignal) => exchange(call, context, signal);
  return within(Math.min(left, attemptTimeout), options.signal, task, late);
}

/** Sends the request and reads its answer. Returns the documented body, and what tells the facts of the success. */
async function exchange(call: Call, context: Context, signal: AbortSignal) {
  const { method = "GET", path, answer } = call.descriptor;
  const { data, error, response } = await call.http.request(method, path, {
    ...call.request,
    fetch: (request: Request) => transfer(call, context, request, signal),
    parseAs: "text",
    redirect: "manual",
  });
  if (!response.ok) throw apiError(context, response, error);
  const result = decode(context, response, data, answer);
  const { clean = String, operation, attempts, request_id } = context;
  const { status, headers } = response;
  const success = () => ({ operation, attempts, status, headers, request_id: clean(request_id) });
  return { result, success };
}

/** Sends a request with its id and the credentials, and returns the answer, of which no more than the limit is read. */
async function transfer(call: Call, context: Context, request: Request, signal: AbortSignal) {
  const { client, descriptor, options } = call;
  context.request_id = request.headers.get("x-request-id") || context.request_id;
  request.headers.set("x-request-id", context.request_id);
  call.credentials ??= credentialsOf(client, descriptor.security, options.signal);
  const credentials = await call.credentials;
  signal.throwIfAborted();
  context.clean = cleanerOf(credentials);
  try {
    const response = await transmit(client, credentials, request, signal);
    context.status = response.status;
    context.request_id = response.headers.get("x-request-id") || context.request_id;
    return bounded(context, response);
  } catch (cause) {
    throw failureOf(context, cause);
  }
}

/** Sends a request with credentials, which it has only until the answer begins. */
export async function transmit(
  { fetch }: ClientOptions,
  credentials: SentCredentials,
  request: Request,
  signal: AbortSignal,
): Promise<Response> {
  try {
    const sent = await carry(credentials, request);
    const response = (await (fetch ?? globalThis.fetch)(sent, { signal })) as Response;
    expect(response?.headers?.get, "fetch", "must return a Response", response);
    return response;
  } finally {
    clear(credentials, request);
  }
}

/** Makes a function that hides credentials of 4 or more characters in a text: in any letter case, also in JSON or a URL. */
function cleanerOf(credentials: SentCredentials): (text: string) => string {
  let pattern: RegExp | undefined; // few calls need it
  return (text) => {
    pattern ??= new RegExp(
      credentials
        .map(([, value]) => value.replace(/^(Bearer|Basic) /, ""))
        .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
        .filter(({ length }) => length > 3)
        .map((form) => form.replace(/\W/g, "\\$&"))
        .join("|") || "(?!)",
      "gi", // names of headers arrive in lower case
    );
    return text.replace(pattern, "[redacted]");
  };
}
