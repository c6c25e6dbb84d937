import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Handle } from "./handle.ts";
import { headOf } from "./received.ts";
import type { Answered } from "./respond.ts";
import { sleep } from "./sleep.ts";

/** Delivers answers over a socket. */
export const listenerOf = (handle: Handle) => async (request: IncomingMessage, response: ServerResponse) => {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-expose-headers", "*");
  if (answersPreflight(request, response)) return;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const answered = await handle(headOf(request), request, gone.signal);
  if (!answered || gone.signal.aborted) return;
  const { status, headers, body } = answered;
  if (status === undefined) return request.socket.resetAndDestroy();
  response.statusCode = status;
  response.setHeaders(headers);
  if (isWhole(answered)) return response.end(body);
  response.setHeader("content-length", Buffer.byteLength(body ?? "")).flushHeaders();
  try {
    for await (const piece of piecesOf(answered, gone.signal)) response.write(piece);
    response.end();
  } catch {
    request.socket.destroySoon();
  }
};

/** Delivers answers without a socket, as a `fetch`. @param closed Aborts when the mock is closed */
export const fetchOf =
  (handle: Handle, closed: AbortSignal): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method, signal, body } = request;
    const head = headOf({ method, url: pathname + search, headers: Object.fromEntries(request.headers) });
    const gone = AbortSignal.any([signal, closed]);
    const answered = gone.aborted
      ? undefined
      : await Promise.race([handle(head, body ?? [], gone), end(gone)]);
    signal.throwIfAborted();
    const { status, headers = new Headers(), body: text } = answered ?? {};
    if (status === undefined || closed.aborted) throw broken("fetch failed", "read ECONNRESET", "ECONNRESET");
    const isEmpty = method === "HEAD" || !text || [204, 205, 304].includes(status);
    return new Response(isEmpty ? null : streamOf(answered as Answered, gone), { status, headers });
  };

const end = (gone: AbortSignal) =>
  new Promise<undefined>((resolve) => gone.addEventListener("abort", () => resolve(undefined)));

/** An error as `fetch` throws it. */
const broken = (message: string, reason: string, code: string) =>
  new TypeError(message, { cause: Object.assign(new Error(reason), { code }) });

const isWhole = ({ drip = 0, truncate = Infinity }: Answered) => drip === 0 && truncate === Infinity;

const streamOf = (answered: Answered, gone: AbortSignal) =>
  isWhole(answered)
    ? Buffer.from(answered.body ?? "")
    : (Readable.toWeb(Readable.from(piecesOf(answered, gone))) as ReadableStream);

/** The pieces of a body, each when it is due. @throws {TypeError} where the connection breaks */
async function* piecesOf({ body = "", drip = 0, truncate = Infinity }: Answered, gone: AbortSignal) {
  const bytes = Buffer.from(body);
  const size = Math.ceil(bytes.length / (drip ? 10 : 1));
  const count = Math.ceil(bytes.length / size);
  for (let at = 0; at < Math.min(bytes.length, truncate); at += size) {
    if (drip) await sleep(drip / count, gone);
    gone.throwIfAborted();
    yield bytes.subarray(at, Math.min(at + size, truncate));
  }
  if (truncate < bytes.length) throw broken("terminated", "other side closed", "UND_ERR_SOCKET");
}

/** Answers the preflight of a browser, so that a page of any origin can send any request. False for other requests. */
function answersPreflight({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  const wanted = headers["access-control-request-method"];
  if (method !== "OPTIONS" || wanted === undefined) return false;
  response.setHeader("access-control-allow-methods", wanted);
  response.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "");
  response.writeHead(204).end();
  return true;
}
