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
  /** Takes the credentials out of a text. */
  clean?: (text: string) => string;
}

/** The body of an error is read up to this many bytes, and to the end of the chunk. */
const errorLimit = 65_536;
/** A success with more bytes is an error. */
const successLimit = 2 ** 25;

/** Reads a body to its end, or to the limit, so that the connection is free again. */
async function read(response: Response, limit: number): Promise<{ text: string; isWhole: boolean }> {
  const { body } = response;
  // That of node-fetch is a stream of another kind.
  if (body && !("getReader" in body)) return { text: await (response as Response).text(), isWhole: true };
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; reader && size <= limit; ) {
    const { value, done } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (done) return { text, isWhole: true };
    size += value.length;
  }
  reader?.cancel().catch(() => {});
  return { text, isWhole: !reader };
}

/** Returns an answer of an error with its body read, and with a status that a program may give to an answer. */
export async function withBoundedBody(response: Response): Promise<Response> {
  const { status, headers, body } = response;
  if (!body) return response;
  return new Response((await read(response, errorLimit)).text, { status: Math.min(status, 599), headers });
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The beginning of a body without its tags. */
function excerptOf(received: unknown): string {
  let text = "";
  try {
    text = textOf(received) ?? (received ? JSON.stringify(received) : "");
  } catch {} // too deep
  const words = text.slice(0, 4_000).replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>|\s+/gi, " ");
  return words.replace(/ +/g, " ").trim().slice(0, 200).trim();
}

/** The error for an answer with an error status. `received` is its JSON, or its text where it is not JSON. */
export function apiError(context: Context, { status, headers }: Response, received: unknown): WorkError {
  const { type: name, message, param, request_id } = factsOf(Object(received));
  const type = textOf(name);
  const apiMessage = textOf(message);
  const { clean = String } = context;
  const excerpt = type ? undefined : clean(excerptOf(received));
  const problem = type
    ? `${type}: ${apiMessage}`
    : `from a gateway, without the API's error body${excerpt && `: ${excerpt}`}`;
  const retry_after = retryAfter(headers);
  const real = status === 599 ? (context.status ?? status) : status;
  return new WorkError("api", `${real} ${problem}${retry_after ? `; retry after ${retry_after} s` : ""}`, {
    ...context,
    status: real,
    retry_after,
    type,
    apiMessage,
    param: textOf(param),
    request_id: textOf(request_id) ?? context.request_id,
    body: type && received,
    headers: Object.fromEntries(headers),
    excerpt,
  });
}

/**
 * The body of a success: JSON of a documented type; nothing where no body is documented.
 *
 * @throws {WorkError} of kind `decode`. It shows nothing of the body, which may hold a secret.
 */
export async function decode(context: Context, response: Response, answer = "object"): Promise<unknown> {
  const type = response.headers.get("content-type") as string;
  const { text, isWhole } = await read(response, successLimit).catch((cause) => {
    throw connectionError(context, cause);
  });
  try {
    const isEmpty = text === "" || answer === "undefined";
    const value = isWhole && !isEmpty && /[/+]json/i.test(type) ? JSON.parse(text) : undefined;
    const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    if (answer.includes(kind)) return value;
  } catch {}
  throw new WorkError(
    "decode",
    `expected a JSON ${answer.replaceAll(" ", " or ")}${isWhole ? "" : ` of at most ${successLimit} bytes`}; received ${text.length} characters of ${type}`,
    context,
  );
}

/** The error for an answer that did not arrive, or not to its end. */
export function connectionError(context: Context, cause: unknown): WorkError {
  // `fetch` says only "fetch failed" and keeps the reason in its own cause.
  const { cause: inner, message } = Object(cause);
  if (context.clean) cleanse(cause, context.clean);
  return new WorkError(
    "connection",
    `no complete answer: ${inner?.message || inner?.code || message}`,
    context,
    { cause },
  );
}

/** Cleans the texts of an error, which may quote an answer that is not HTTP. */
function cleanse(error: unknown, clean: (text: string) => string): void {
  if (!(error instanceof Error)) return;
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string" && clean(value) !== value) Reflect.set(error, name, clean(value));
    else cleanse(value, clean);
  }
}
