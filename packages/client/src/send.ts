import type { Client as OpenApiFetch } from "openapi-fetch";
import type { CallOptions } from "./client.ts";
import { apiError, decodeError, WorkError } from "./error.ts";
import { operations } from "./generated/operations.gen.ts";
import type { paths } from "./generated/schema.gen.ts";
import { splitParams } from "./params.ts";
import type { OperationId } from "./types.ts";

/** Calls one operation: resolves to the documented body, or rejects with a {@link WorkError} or the abort's reason. */
export async function send(
  http: OpenApiFetch<paths>,
  operation: OperationId,
  params: Record<string, unknown>,
  { signal, headers }: CallOptions = {},
): Promise<unknown> {
  const split = splitParams(operation, params);
  signal?.throwIfAborted();
  let response: Response;
  let error: unknown;
  let text = "";
  try {
    // openapi-fetch reads the body of an error itself; `stream` leaves that of a success to us.
    const init = {
      params: split,
      parseAs: "stream",
      ...(signal && { signal }),
      ...(headers && { headers }),
    } as object;
    ({ response, error } = (await http.request("get", operations[operation].path, init as never)) as {
      response: Response;
      error?: unknown;
    });
    if (response.ok) text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof WorkError) throw cause;
    throw new WorkError("connection", `no answer: ${reason(cause)}.`, { operation }, { cause });
  }
  if (!response.ok) throw apiError(operation, response, error);
  return decode(operation, response, text);
}

function decode(operation: OperationId, response: Response, text: string): object {
  const type = response.headers.get("content-type");
  const fail = (received: string, cause?: unknown) => decodeError(operation, response, received, cause);
  if (text === "") throw fail("nothing");
  if (!type || !/[/+]json\b/i.test(type))
    throw fail(type ? `content of type ${type}` : "content without a type");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw fail(`${text.length} characters that are not JSON, perhaps cut short`, cause);
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw fail(Array.isArray(body) ? "an array" : String(body === null ? null : typeof body));
  }
  return body;
}

/** What went wrong below HTTP: `fetch` says only "fetch failed" and keeps the reason in `cause`. */
function reason(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const deepest = cause instanceof Error && (cause.message || (cause as { code?: string }).code);
  return String(deepest || (error instanceof Error ? error.message : error));
}
