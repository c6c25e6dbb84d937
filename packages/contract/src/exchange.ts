import { createClient } from "@qoder/work-client";
import type { Operation } from "./contract.ts";
import { redacted } from "./redact.ts";

/** One request of an operation, and the statuses that the spec documents for it. */
export interface Probe {
  operation: Operation;
  /** What it provokes, such as `no credentials`. */
  name: string;
  params: Record<string, unknown>;
  headers?: Record<string, string>;
  /** Value of the `Authorization` header instead of the given token; `null` for none. Sent past the client. */
  authorization?: string | null;
  /** The client would refuse these parameters, so the request goes past it. */
  pastClient?: boolean;
  statuses: number[];
}

/** What was sent for a probe, and what came. The token is in none of it. */
export interface Exchange {
  probe: Probe;
  request: { url: string; headers: Record<string, string> };
  /** Absent where no status line came. */
  response?: { status: number; headers: Record<string, string>; text: string };
  /** What the client returned or threw; absent where it was not asked. */
  client?: { returned: unknown } | { thrown: unknown };
  /** Why no answer came, or not all of it. */
  failure?: string;
}

export type Send = (request: Request, init?: { signal: AbortSignal }) => Promise<Response>;

/** Of a body, this many bytes are read. */
const bodyLimit = 1_048_576;

/** How long a request that goes past the client may take, its body included, in milliseconds; as in the client. */
const timeout = 10_000;

/** Sends a probe: through the client, or as it is where the client would refuse it. */
export async function exchangeOf(
  probe: Probe,
  baseUrl: string,
  token: string,
  send: Send,
): Promise<Exchange> {
  const exchange: Exchange = { probe, request: { url: "", headers: {} } };
  const safe = (text: string) => redacted(text, token);
  const record: Send = async (request, init) => {
    const { authorization: _, ...headers } = Object.fromEntries(request.headers);
    exchange.request = { url: request.url, headers };
    try {
      const response = await send(request, init);
      const received = Object.entries(Object.fromEntries(response.headers));
      exchange.response = {
        status: response.status,
        headers: Object.fromEntries(received.map(([name, value]) => [name, safe(value)])),
        text: "",
      };
      exchange.response.text = safe(await textOf(response));
      const empty = response.body === null;
      return new Response(empty ? null : exchange.response.text, response);
    } catch (failure) {
      exchange.failure = safe(messageOf(failure));
      throw failure;
    }
  };
  if (probe.pastClient || probe.authorization !== undefined) {
    const authorization = probe.authorization === undefined ? `Bearer ${token}` : probe.authorization;
    const headers = {
      "x-request-id": crypto.randomUUID(),
      ...probe.headers,
      ...(authorization !== null && { authorization }),
    };
    const request = new Request(urlOf(probe, baseUrl), { headers, redirect: "manual" });
    await record(request, { signal: AbortSignal.timeout(timeout) }).catch(() => {});
    return exchange;
  }
  const work = createClient({ baseUrl, token, retries: 0, attemptTimeout: timeout, fetch: record });
  const call = work[probe.operation.id as "getWorkItem"] as (...args: unknown[]) => Promise<unknown>;
  try {
    exchange.client = { returned: await call(probe.params, { headers: probe.headers }) };
  } catch (thrown) {
    exchange.client = { thrown };
    if (!exchange.response) exchange.failure ??= safe(messageOf(thrown));
  }
  return exchange;
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error(`the body is longer than ${bodyLimit} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  return [message, (cause as Error | undefined)?.message].filter(Boolean).join(": ");
}

function urlOf({ operation, params }: Probe, baseUrl: string): string {
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = operation.parameters
    .filter(({ in: place, name }) => place === "query" && name in params)
    .map(({ name }) => [name, String(params[name])]);
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : "";
  return baseUrl.replace(/\/$/, "") + path + search;
}
