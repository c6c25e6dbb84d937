import { WorkError } from "./error.ts";
import { factsOf } from "./generated/operations.gen.ts";
import { retryAfter } from "./retry.ts";
import type { OperationId } from "./types.ts";

/** The call, as each of its errors names it. */
export interface Context {
  operation: OperationId;
  attempts: number;
  request_id: string;
  status?: number;
}

/** The body of an error is read up to this many bytes, and to the end of the chunk. */
const errorBodyLimit = 65_536;

/** Returns the answer with its body read to the end, or to the limit, so that the connection is free again. */
export async function withBoundedBody(response: Response): Promise<Response> {
  const reader = response.body?.getReader();
  if (!reader) return response;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; size < errorBodyLimit; ) {
    const { value } = await reader.read();
    if (!value) break;
    chunks.push(value);
    size += value.length;
  }
  reader.cancel().catch(() => {});
  return new Response(new Blob(chunks), response);
}

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The error for an answer with an error status. `received` is its JSON, or its text where it is not JSON. */
export function apiError(context: Context, { status, headers }: Response, received: unknown): WorkError {
  const { type: name, message, param, request_id } = factsOf(Object(received));
  const type = text(name);
  const problem = type ? `${type}: ${text(message)}` : "from a gateway, without the API's error body";
  return new WorkError("api", `${status} ${problem}`, {
    ...context,
    status,
    retry_after: retryAfter(headers.get("retry-after")),
    type,
    param: text(param),
    request_id: text(request_id) ?? context.request_id,
    body: type && received,
  });
}

/**
 * The body of a success: JSON of a documented type; nothing where no body is documented.
 *
 * @throws {WorkError} of kind `decode`. It shows nothing of the body, which may hold a secret.
 */
export function decode(context: Context, { headers }: Response, body: string, answer = "object"): unknown {
  const type = headers.get("content-type") as string;
  try {
    const isEmpty = body === "" || answer === "undefined";
    const value = !isEmpty && /[/+]json/i.test(type) ? JSON.parse(body) : undefined;
    const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    if (answer.includes(kind)) return value;
  } catch {}
  throw new WorkError(
    "decode",
    `expected a JSON ${answer.replaceAll(" ", " or ")}; received ${body.length} characters of ${type}`,
    context,
  );
}

/** The error for an answer that did not arrive, or not to its end. */
export function connectionError(context: Context, cause: unknown): WorkError {
  // `fetch` says only "fetch failed" and keeps the reason in its own cause.
  const { cause: inner, message } = Object(cause);
  return new WorkError(
    "connection",
    `no complete answer: ${inner?.message || inner?.code || message}`,
    context,
    { cause },
  );
}
