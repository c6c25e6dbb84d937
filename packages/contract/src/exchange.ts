import { createClient } from "@qoder/work-client";
import type { Operation } from "./contract.ts";

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

/** What was sent for a probe, and what came. */
export interface Exchange {
  probe: Probe;
  request: { url: string; headers: Record<string, string> };
  response?: { status: number; headers: Record<string, string>; text: string };
  /** What the client returned or threw; absent where it was not asked. */
  client?: { returned: unknown } | { thrown: unknown };
  /** Why no answer came. */
  failure?: unknown;
}

export type Send = (request: Request, init?: { signal: AbortSignal }) => Promise<Response>;

/** Sends a probe: through the client, or as it is where the client would refuse it. */
export async function exchangeOf(
  probe: Probe,
  baseUrl: string,
  token: string,
  send: Send,
): Promise<Exchange> {
  const exchange: Exchange = { probe, request: { url: "", headers: {} } };
  const record: Send = async (request, init) => {
    const { authorization: _, ...headers } = Object.fromEntries(request.headers);
    exchange.request = { url: request.url, headers };
    try {
      const response = await send(request, init);
      const text = await response.text();
      exchange.response = {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text,
      };
      return new Response(response.status === 204 || response.status === 304 ? null : text, response);
    } catch (failure) {
      exchange.failure = failure;
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
    await record(request, { signal: AbortSignal.timeout(10_000) }).catch(() => {});
    return exchange;
  }
  const work = createClient({ baseUrl, token, retries: 0, fetch: record });
  const call = work[probe.operation.id as "getWorkItem"] as (...args: unknown[]) => Promise<unknown>;
  try {
    exchange.client = { returned: await call(probe.params, { headers: probe.headers }) };
  } catch (thrown) {
    exchange.client = { thrown };
  }
  return exchange;
}

function urlOf({ operation, params }: Probe, baseUrl: string): string {
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  return baseUrl.replace(/\/$/, "") + path;
}
