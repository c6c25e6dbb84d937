import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { ReadableStream } from "node:stream/web";
import type { Timed } from "./answer.ts";
import type { Asked, Head } from "./request.ts";
import { sleep } from "./sleep.ts";

/** Answers a request, when that is due; undefined if the connection is reset, or its caller is gone. */
export type Handle = (head: Head, body: Promise<string>, gone: AbortSignal) => Promise<Response | undefined>;

/** An answer before it is delivered. */
export interface Outgoing extends Timed {
  /** Undefined if the connection is reset instead. */
  status?: number;
  headers: Headers;
  body?: string | undefined;
}

/** Delivers answers over a socket. */
export const listenerOf = (handle: Handle) => async (request: IncomingMessage, response: ServerResponse) => {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-expose-headers", "*");
  // The preflight of a browser: a page of any origin can send any request.
  const { "access-control-request-method": method, "access-control-request-headers": names = "" } =
    request.headers;
  if (request.method === "OPTIONS" && method) {
    const allowed = { "access-control-allow-methods": method, "access-control-allow-headers": names };
    return response.writeHead(204, allowed).end();
  }
  const gone = new AbortController();
  response.once("close", () => response.writableEnded || gone.abort());
  const answer = await handle(request, text(request), gone.signal);
  if (gone.signal.aborted) return;
  if (!answer) return request.socket.resetAndDestroy();
  response.statusCode = answer.status;
  response.setHeaders(answer.headers).flushHeaders();
  try {
    for await (const piece of answer.body ?? []) response.write(piece);
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
    const { method, url, signal } = request;
    const head = { method, url, headers: Object.fromEntries(request.headers) };
    const gone = AbortSignal.any([signal, closed]);
    const end = new Promise<undefined>((resolve) => gone.addEventListener("abort", () => resolve(undefined)));
    const answer = gone.aborted ? undefined : await Promise.race([handle(head, request.text(), gone), end]);
    signal.throwIfAborted();
    if (!answer) throw broken("fetch failed", "read ECONNRESET", "ECONNRESET");
    return answer;
  };

/** An answer with a body that arrives as it is scripted; undefined if the connection is reset, or its caller is gone. */
export function deliveryOf(answer: Outgoing, { method, gone }: Asked): Response | undefined {
  const { status, headers, body = "" } = answer;
  if (!status || gone.aborted) return undefined;
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers });
  headers.delete("transfer-encoding");
  headers.set("content-length", `${Buffer.byteLength(body)}`);
  const stream = method === "HEAD" || body === "" ? null : ReadableStream.from(piecesOf(answer, gone));
  return new Response(stream as never, { status, headers });
}

/** The pieces of a body, each when it is due. @throws {TypeError} where the connection breaks */
async function* piecesOf({ body = "", drip = 0, truncate = Infinity }: Outgoing, gone: AbortSignal) {
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

/** An error as `fetch` throws it. */
const broken = (message: string, reason: string, code: string) =>
  new TypeError(message, { cause: Object.assign(new Error(reason), { code }) });
