import { createClient } from "@qoder/work-client";
import type { Operation } from "@qoder/work-codegen";
import { redacted } from "./redact.ts";

/** One request of an operation, and the statuses that the spec documents for it. */
export interface Probe {
  operation: Operation;
  /** Says what it provokes, such as `no credentials`. */
  name: string;
  params: Record<string, unknown>;
  headers?: Record<string, string>;
  /** Value of the `Authorization` header instead of the given token; `null` for none. Sent past the client. */
  authorization?: string | null;
  /** The client would refuse these parameters, so the request goes past it. */
  pastClient?: boolean;
  statuses: number[];
}

/** A request and its answer. The token is in none of it. */
export interface Exchange {
  probe: Probe;
  request: { url: string; headers: Record<string, string> };
  /** Absent if no status line came. */
  response?: { status: number; headers: Record<string, string>; text: string };
  /** The client's result or error; absent if the request went past it. */
  client?: { returned: unknown } | { thrown: unknown };
  /** The reason why no answer came, or not all of it. */
  failure?: string;
}

export type Send = (request: Request, init?: { signal: AbortSignal }) => Promise<Response>;

export interface Target {
  baseUrl: string;
  token: string;
  send: Send;
  /** @default the client of the spec */
  create?: typeof createClient | undefined;
}

/** At most this many bytes of a body are read. */
const bodyLimit = 1_048_576;

/** How long a request that goes past the client may take, its body included, in milliseconds; as in the client. */
const timeout = 10_000;

/** Sends a probe once: through the client, or as it is where the client would refuse it. */
export async function exchangeOf(probe: Probe, target: Target): Promise<Exchange> {
  const { baseUrl, token, send, create = createClient } = target;
  const exchange: Exchange = { probe, request: { url: "", headers: {} } };
  const safe = (text: string) => redacted(text, token);
  const record: Send = async (request, init) => {
    const { authorization: _, ...headers } = Object.fromEntries(request.headers);
    exchange.request = { url: request.url, headers };
    try {
      const response = await send(request, init);
      const received = [...response.headers].map(([name, value]) => [name, safe(value)]);
      exchange.response = { status: response.status, headers: Object.fromEntries(received), text: "" };
      exchange.response.text = safe(await textOf(response));
      return new Response(response.body && exchange.response.text, response);
    } catch (failure) {
      exchange.failure = safe(messageOf(failure));
      throw failure;
    }
  };
  if (probe.pastClient || probe.authorization !== undefined) {
    await record(requestOf(probe, baseUrl, token), { signal: AbortSignal.timeout(timeout) }).catch(() => {});
    return exchange;
  }
  const work = create({ baseUrl, token, retries: 0, attemptTimeout: timeout, fetch: record });
  const methods = work as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  try {
    exchange.client = {
      returned: await methods[probe.operation.id]?.(probe.params, { headers: probe.headers }),
    };
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

/** The request of a probe as it is. */
function requestOf(probe: Probe, baseUrl: string, token: string): Request {
  const { operation, params, headers, authorization = `Bearer ${token}` } = probe;
  const valuesIn = (place: string) =>
    operation.parameters.flatMap((parameter) => {
      const value = params[parameter.name];
      return parameter.in === place && value !== undefined ? [{ ...parameter, value }] : [];
    });
  const url = new URL(baseUrl);
  url.pathname = valuesIn("path").reduce(
    (path, { name, value }) => path.replace(`{${name}}`, encodeURIComponent(String(value))),
    operation.path,
  );
  for (const { name, explode, value } of valuesIn("query")) {
    for (const one of explode ? [value].flat() : [value]) url.searchParams.append(name, String(one));
  }
  return new Request(url, {
    method: operation.method,
    headers: {
      "x-request-id": crypto.randomUUID(),
      ...Object.fromEntries(valuesIn("header").map(({ name, value }) => [name, String(value)])),
      ...headers,
      ...(authorization !== null && { authorization }),
    },
    redirect: "manual",
  });
}
