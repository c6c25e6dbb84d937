import { createClient, type WorkError } from "@qoder/work-client";
import type { Operation, Schema } from "@qoder/work-codegen";
import { encodingFlaw } from "./json.ts";
import { type Redactor, redactorOf } from "./redact.ts";

/** One request of an operation, and the statuses that the spec documents for it. */
export interface Probe {
  operation: Operation;
  /** Says what it provokes, such as `no credentials`. */
  name: string;
  /** Parameters of the client's method, among them `body`. */
  params: Record<string, unknown>;
  headers?: Record<string, string>;
  /** Makes the request wrong, where the client would not send it so. */
  alter?: (request: Request) => Request;
  /** The parameter, or place in the body, that is wrong on purpose, the rule that it breaks, and the wrong whole. */
  breaks?: { param: string; schema: Schema; rule: string; value: unknown };
  statuses: number[];
}

/** A request and its answer. The token is in none of it. */
export interface Exchange {
  probe: Probe;
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  /** Absent if no status line came. */
  response?: {
    status: number;
    headers: Record<string, string>;
    text: string;
    /** Set if the body is not in UTF-8 as JSON must be. */
    flaw?: string | undefined;
  };
  /** The client's result or error. */
  client?: PromiseSettledResult<unknown>;
  /** The reason why no answer came, or not all of it. */
  failure?: string;
  /** Whether the body is longer than what is read of one. */
  isTooLong?: boolean;
}

/** An exchange with a complete answer. */
export type Answered = Exchange & Required<Pick<Exchange, "response">>;

export type Send = (request: Request, init?: { signal: AbortSignal }) => Promise<Response>;

export interface Target {
  baseUrl: string;
  token: string;
  /** Credentials besides the token, by scheme. */
  credentials?: Record<string, unknown> | undefined;
  /** @default `fetch`, which follows no redirect here */
  send?: Send;
  /** @default the client of the spec */
  create?: typeof createClient | undefined;
}

/** At most this many bytes of a body are read. */
const bodyLimit = 1_048_576;

/** Time limit of a request, its body included, in milliseconds. */
const timeout = 10_000;

const fetchOnce: Send = (request, init) => fetch(request, { ...init, redirect: "manual" });

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** Makes what sends probes to a server through the client: each once, and one after the other. */
export function exchangerOf(target: Target) {
  const { baseUrl, token, credentials, create = createClient } = target;
  const safe = redactorOf(token);
  let underWay: Send;
  const fetch: Send = (request, init) => underWay(request, init);
  const options = { baseUrl, token, credentials, retries: 0, attemptTimeout: timeout, fetch };
  const methods = create(options as Parameters<typeof create>[0]) as unknown as Methods;
  return async (probe: Probe, send = target.send ?? fetchOnce): Promise<Exchange> => {
    const { operation, params, headers } = probe;
    const exchange: Exchange = { probe, request: { method: "", url: "", headers: {} } };
    underWay = (made, init) => recorded(exchange, made, (request) => send(request, init), safe);
    const [client] = await Promise.allSettled([methods[operation.id]?.(params, { headers })]);
    if (client.status === "rejected" && !exchange.response)
      exchange.failure ??= safe(messageOf(client.reason));
    return { ...exchange, client };
  };
}

/** The client's error; nothing of it if there is none. */
export const errorOf = ({ client }: Exchange) =>
  (client?.status === "rejected" ? client.reason : {}) as Partial<WorkError>;

/** Sends a request of the client, altered as the probe says, and adds both to the exchange, without the token. */
async function recorded(exchange: Exchange, made: Request, send: Send, safe: Redactor): Promise<Response> {
  const request = exchange.probe.alter?.(made) ?? made;
  const shown = ({ headers }: Request | Response) =>
    Object.fromEntries([...headers].map(([name, value]) => [name, safe(value)]));
  const body = request.body ? { body: safe(await request.clone().text()) } : {};
  exchange.request = { method: request.method, url: safe(request.url), headers: shown(request), ...body };
  try {
    const response = await send(request);
    const answer: Answered["response"] = { status: response.status, headers: shown(response), text: "" };
    exchange.response = answer;
    const bytes = await bytesOf(response);
    answer.text = safe(new TextDecoder().decode(bytes));
    answer.flaw = encodingFlaw(bytes);
    return new Response(response.body && answer.text, answer);
  } catch (failure) {
    exchange.failure = safe(messageOf(failure));
    exchange.isTooLong = failure instanceof RangeError;
    throw failure;
  }
}

async function bytesOf({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > bodyLimit) throw new RangeError(`the body is longer than ${bodyLimit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  return [message, (cause as Error | undefined)?.message].filter(Boolean).join(": ");
}
