import { createServer } from "node:http";
import type { Operation } from "@qoder/work-codegen";
import { hasToken } from "@qoder/work-codegen/test/authorized.ts";
import { listen } from "@qoder/work-codegen/test/server.ts";
import type { Fields } from "../../mock/src/received.ts";
import { type Asked, fieldOf, read } from "../../mock/src/request.ts";
import { routerOf } from "../../mock/src/router.ts";
import type { Send } from "../src/exchange.ts";
import { isListed } from "../src/live-probes.ts";
import { statusesOf } from "../src/probes.ts";
import { sent } from "../src/schemas.ts";
import { type Call, type Fault, type Reply, world } from "./fault.ts";
import { headersOf } from "./suite.ts";

const honest: Fault = (reply) => reply;

/** A server of these operations on 127.0.0.1, which keeps the contract but for one fault. */
export async function startDriftingServer(operations: Operation[], fault = honest) {
  const times: number[] = [];
  const server = createServer(({ url = "", method = "", headers: received }, response) => {
    times.push(performance.now());
    const headers = new Headers(received as Record<string, string>);
    const { status, headers: sent, body, reset } = replyOf(operations, fault, { url, method, headers });
    if (reset === "before") return void response.destroy();
    response.writeHead(status, sent);
    if (reset === "within") return void response.write(body.slice(0, 20), () => response.destroy());
    response.end(body);
  });
  /** `times` is when each request came, in milliseconds. */
  return Object.assign(await listen(server), { times });
}

/** The same without sockets, which takes far less time. */
export const driftingSend =
  (operations: Operation[], fault = honest): Send =>
  async ({ url, method, headers }) => {
    const { pathname, search } = new URL(url);
    const request = { url: pathname + search, method, headers };
    const { status, headers: sent, body, reset } = replyOf(operations, fault, request);
    if (reset === "before") throw new TypeError("fetch failed", { cause: new Error("read ECONNRESET") });
    // Of bytes, unlike of a text, fetch makes no Content-Type.
    return new Response(body.length > 0 ? body : null, { status, headers: sent });
  };

type Sent = Pick<Request, "url" | "method" | "headers">;

function replyOf(operations: Operation[], fault: Fault, { url, method, headers }: Sent) {
  const { signal } = new AbortController();
  const spec = { route: routerOf([]), keys: [] };
  const head = read({ method, url, headers: Object.fromEntries(headers) }, "", signal, spec);
  const { operation, params } = routerOf(operations)(method, head.path);
  const requestId = headers.get("x-request-id") ?? crypto.randomUUID();
  const call: Call = {
    authorization: headers.get("authorization") ?? undefined,
    headers,
    query: url.split("?")[1] ?? "",
    params,
    requestId,
  };
  const answer = (status: number) => answerOf(operation, status, call);
  const isWrong = operation && !isRight(operation, { ...head, params });
  const reply = fault(answer(statusOf(call, operation, isWrong)), call, answer);
  const { body = "" } = reply;
  return {
    ...reply,
    body: Buffer.from(body instanceof Uint8Array || typeof body === "string" ? body : JSON.stringify(body)),
  };
}

/** The first example of a documented answer, with the ids of the request. */
function answerOf(operation: Operation | undefined, status: number, { params, requestId }: Call): Reply {
  const response = operation?.responses.find((one) => one.status === `${status}`);
  const [content] = response?.contents ?? [];
  const headers = response ? headersOf(response) : {};
  const body = Object.values(content?.examples ?? {})[0]?.value;
  const { properties = {} } = content?.schema ?? {};
  if (typeof body === "string") return { status, headers, body: JSON.stringify(body) };
  if (typeof body !== "object" || body === null || Array.isArray(body)) return { status, headers, body };
  const ids = operation?.parameters.flatMap(({ name, schema }) =>
    ["id", name].filter((one) => properties[one] === schema).map((one) => [one, params[name]]),
  );
  const own = Object.entries({ ...Object.fromEntries(ids ?? []), request_id: requestId });
  return { status, headers, body: { ...body, ...Object.fromEntries(own.filter(([name]) => name in body)) } };
}

/** Whether the parameters of a request keep their rules. */
function isRight({ parameters }: Operation, { params, query, headers }: Asked): boolean {
  const places: Record<string, Fields> = { path: params, query, header: headers };
  return parameters.every(({ name, in: place, required, schema, ...others }) => {
    const field = place === "header" ? name.toLowerCase() : name;
    const value = fieldOf({ ...others, name: field, schema }, places[place] ?? {});
    return value === undefined ? !required : sent.texts.breaches(schema, value).length === 0;
  });
}

/** Whether a request lacks the token, as a bearer token or where the spec says, and may not. */
const isRefused = ({ authorization, headers, query }: Call, operation: Operation | undefined): boolean =>
  operation?.security.length !== 0 &&
  !operation?.security.some((schemes) => Object.keys(schemes).length === 0) &&
  authorization !== `Bearer ${world.token}` &&
  !hasToken({ url: `?${query}`, headers }, world.token);

/** The status of an answer: credentials come first, then the parameters, then what there is. */
function statusOf(call: Call, operation: Operation | undefined, isWrong = false): number {
  const { params } = call;
  const { environment_id: environment } = params;
  if (isRefused(call, operation)) return 401;
  const documented = statusesOf(operation ?? { responses: [] });
  if (isWrong) return documented.find((status) => status === 400 || status === 422) ?? 404;
  if (environment === world.foreign) return 403;
  if (environment === world.cloud) return 400;
  const known: Record<string, string> = { environment_id: world.environment, work_id: world.work };
  const inPath = operation?.parameters.filter((one) => one.in === "path" && !isListed(one)) ?? [];
  const isKnown = inPath.every(({ name }) => params[name] === known[name]);
  return isKnown ? (documented.find((status) => status < 300) ?? 404) : 404;
}
