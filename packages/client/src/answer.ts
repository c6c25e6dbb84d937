import { type Context, WorkError } from "./error.ts";
import { factsOf } from "./generated/operations.gen.ts";
import { retryAfter } from "./retry.ts";

/** The body of an error is read up to this many bytes, and to the end of the chunk. */
const errorLimit = 65_536;
/** A success with more bytes is an error. */
const successLimit = 2 ** 25;

/** Reads a body chunk by chunk; that of node-fetch is a stream of another kind. */
function readerOf(body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>) {
  if ("getReader" in body) return body.getReader();
  const chunks = body[Symbol.asyncIterator]();
  return { read: () => chunks.next(), cancel: async () => chunks.return?.() };
}

/** Returns an answer whose `text()` ends at the limit: the text of an error is cut there, that of a success is refused. */
export function bounded(context: Context, response: Response): Response {
  const { ok } = response;
  const limit = ok ? successLimit : errorLimit;
  const text = async () => {
    try {
      const reader = readerOf(response.body as ReadableStream); // by now another, if a middleware has cloned the answer
      const decoder = new TextDecoder();
      for (let read = "", size = 0; ; ) {
        const { value, done } = await reader.read();
        read += decoder.decode(value, { stream: !done });
        if (done) return read;
        size += value?.length ?? 0;
        if (size <= limit) continue;
        reader.cancel().catch(() => {});
        if (!ok) return read;
        throw new WorkError("decode", `expected a body of at most ${limit} bytes`, context);
      }
    } catch (cause) {
      throw failureOf(context, cause);
    }
  };
  return response.body ? Object.assign(response, { text }) : response;
}

/** A text or a number as a text, unless it is empty. */
const textOf = (value: unknown) => (Object(value) === value ? undefined : `${value ?? ""}` || undefined);

/** The beginning of a body without its tags. */
function excerptOf(received: unknown, clean: (text: string) => string): string {
  let text = "";
  try {
    text = textOf(received) ?? (received ? JSON.stringify(received) : "");
  } catch {} // too deep
  const words = clean(text)
    .slice(0, 4_000)
    .replace(/(<(script|style)[\s\S]*?<\/\2>|<[^>]*>|\s)+/gi, " ");
  return words.trim().slice(0, 200).trim();
}

/** The error for an answer with an error status. `received` is its JSON, or its text where it is not JSON. */
export function apiError(context: Context, { status, headers }: Response, received: unknown): WorkError {
  const { type: name, message, param, request_id } = factsOf(Object(received));
  const type = textOf(name);
  const apiMessage = textOf(message);
  const { clean = String } = context;
  const isOwn = type || (name === null && typeof received === "object");
  const excerpt = excerptOf(received, clean);
  const problem = isOwn
    ? [type, apiMessage].filter(Boolean).join(": ") || excerpt
    : `from a gateway, without the API's error body${excerpt && `: ${excerpt}`}`;
  const retry_after = retryAfter(headers);
  return new WorkError("api", `${status} ${problem}${retry_after ? `; retry after ${retry_after} s` : ""}`, {
    ...context,
    status,
    retry_after,
    type,
    apiMessage,
    param: textOf(param),
    request_id: textOf(request_id) ?? context.request_id,
    headers: Symbol.iterator in headers ? Object.fromEntries(headers) : {},
    body: isOwn ? received : undefined,
    excerpt: isOwn ? undefined : excerpt,
  });
}

/**
 * Returns the body of a success: JSON of a documented type; undefined where no body is documented.
 *
 * @throws {WorkError} of kind `decode`. It shows nothing of the body, which may hold a secret.
 */
export function decode(context: Context, { headers }: Response, text: unknown = "", answer = "object") {
  const type = headers.get("content-type") as string;
  try {
    const isEmpty = text === "" || answer === "undefined";
    const value = !isEmpty && /[/+]json/i.test(type) ? JSON.parse(text as string) : undefined;
    const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    if (answer.includes(kind)) return value;
  } catch {}
  const received = `${String(text).length} characters of ${type}`;
  const problem = `expected a JSON ${answer.replaceAll(" ", " or ")}; received ${received}`;
  throw new WorkError("decode", problem, context);
}

/** Texts of a `TypeError` that tell a mistake in the code of a handler from a broken connection, which is one too. */
const mistake = /undefined|null|not a (function|constructor)|not iterable|constant|circular|body|locked|URL/;

/** Returns the error for an answer that did not arrive whole; a mistake in the caller's `fetch` is returned as it is. */
export function failureOf(context: Context, cause: unknown): unknown {
  // `fetch` says only "fetch failed" and keeps the reason in its own cause.
  const { name, message, cause: inner } = Object(cause);
  const isBadUrl = inner?.code === "ERR_INVALID_URL";
  if (isBadUrl && /\[object Request]/.test(message))
    return new WorkError("argument", "`fetch` does not know this Request: give it the URL and the rest");
  const isMistake =
    name === "TypeError"
      ? isBadUrl || (!inner && mistake.test(message))
      : /^(Reference|Range|Syntax|URI|Assertion)Error$/.test(name);
  if (isMistake || cause instanceof WorkError) return cause;
  if (context.clean) cleanse(cause, context.clean);
  const reason = inner?.message || inner?.code || message || cause;
  return new WorkError("connection", `no complete answer: ${reason}`, context, { cause });
}

/** Cleans the texts of an error and of its causes, which may quote an answer that is not HTTP. */
function cleanse(error: unknown, clean: (text: string) => string, depth = 0): void {
  if (!(error instanceof Error) || depth > 5) return;
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string" && clean(value) !== value) Reflect.set(error, name, clean(value));
    else cleanse(value, clean, depth + 1);
  }
}
