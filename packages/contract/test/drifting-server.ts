import { createServer } from "node:http";
import type { Operation } from "@qoder/work-codegen";
import { listen } from "@qoder/work-codegen/test/server.ts";
import type { Send } from "../src/exchange.ts";
import { type Call, type Fault, type Reply, world } from "./faults.ts";

const honest: Fault = (reply) => reply;

/** A server of these operations on 127.0.0.1, which keeps the contract but for one fault. */
export async function startDriftingServer(operations: Operation[], fault = honest) {
  const times: number[] = [];
  const server = createServer(({ url = "", headers }, response) => {
    times.push(performance.now());
    const {
      status,
      headers: sent,
      body,
      reset,
    } = replyOf(operations, fault, url, new Headers(headers as Record<string, string>));
    if (reset === "before") return void response.destroy();
    response.writeHead(status, sent);
    if (reset === "within") return void response.write(body.slice(0, 20), () => response.destroy());
    response.end(body);
  });
  /** `times` is when each request came, in milliseconds. */
  return Object.assign(await listen(server), { times });
}

/** The same without sockets, which takes far less time. Its connections cannot be reset. */
export const driftingSend =
  (operations: Operation[], fault = honest): Send =>
  async ({ url, headers }) => {
    const { pathname, search } = new URL(url);
    const { status, headers: sent, body } = replyOf(operations, fault, pathname + search, headers);
    const text = new TextEncoder().encode(body); // of which, unlike of a text, fetch makes no Content-Type
    return new Response(text, { status, headers: sent });
  };

function replyOf(operations: Operation[], fault: Fault, url: string, headers: Headers) {
  const [path = "", query] = url.split("?");
  const found = operations.map((operation) => ({ operation, params: match(operation.path, path) }));
  const { operation, params = {} } = found.find((one) => one.params) ?? {};
  const requestId = headers.get("x-request-id") ?? crypto.randomUUID();
  const call: Call = {
    authorization: headers.get("authorization") ?? undefined,
    key: headers.has("x-api-key"),
    params: { ...params },
    requestId,
  };
  const answer = (status: number): Reply => {
    const content = operation?.responses.find((one) => one.status === `${status}`)?.contents[0];
    const body = Object(Object.values(content?.examples ?? {})[0]?.value);
    const ids = { id: params["work_id"], ...params, request_id: requestId };
    const own = Object.entries(ids).filter(([name]) => name in body);
    const headers = { "content-type": "application/json" };
    return { status, headers, body: { ...body, ...Object.fromEntries(own) } };
  };
  const sent = new URLSearchParams(query);
  const isWrong = operation?.parameters.some(({ name, in: place, required, schema: { pattern = "" } }) =>
    sent.has(name) ? !new RegExp(pattern, "u").test(sent.get(name) ?? "") : required && place === "query",
  );
  const status = statusOf(call);
  const reply = fault(answer(isWrong && status === 200 ? 400 : status), call, answer);
  return { ...reply, body: typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body) };
}

const match = (template: string, path: string) =>
  new RegExp(`^${template.replace(/\{([^}]+)\}/g, "(?<$1>[^/]+)")}$`).exec(path)?.groups;

function statusOf({ authorization, params }: Call): number {
  const { environment_id: environment } = params;
  if (authorization !== `Bearer ${world.token}`) return 401;
  if (environment === world.foreign) return 403;
  if (environment === world.cloud) return 400;
  const known: Record<string, string> = { environment_id: world.environment, work_id: world.work };
  return Object.entries(params).every(([name, id]) => id === known[name]) ? 200 : 404;
}
