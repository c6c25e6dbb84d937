import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { WorkItem } from "@qoder/work-client";
import type { Answer, OperationId } from "./answer.ts";
import { load } from "./prism.ts";
import { bodyOf, headOf, type ReceivedRequest, shown } from "./received.ts";
import { respond } from "./respond.ts";
import { Script } from "./script.ts";
import { World } from "./world.ts";

export interface MockOptions {
  /**
   * Path of the OpenAPI document to follow.
   *
   * @default the spec that this package was built from
   */
  spec?: string;
  /**
   * Port on 127.0.0.1.
   *
   * @default 0, any free port
   */
  port?: number;
  /**
   * Whether the mock keeps work items in memory, which requests read and change as the API does: those that
   * {@link Mock.add} puts in. It begins with the Environment `env_1`, and others exist once they have an item.
   *
   * @default false
   */
  world?: boolean;
  /** Receives a line for each request, answer and breach of the contract. Nothing is logged by default. */
  log?: (line: string) => void;
}

export interface Mock {
  /** Address of the mock, such as `http://127.0.0.1:4010`; the `baseUrl` of a client. */
  url: string;
  /**
   * Scripts the replies of each operation that documents them all. Replies are used in order; the last one repeats. They
   * replace what was scripted before; without any, requests get the default again. A request that breaks the contract
   * is refused and uses up no reply. Scripted replies take precedence over a `Prefer` header.
   *
   * @throws {Error} if no operation documents them all
   */
  reply(...answers: Answer[]): void;
  /**
   * Like {@link Mock.reply}, for one operation. The others keep their replies.
   *
   * @throws {Error} if the operation does not document the replies
   */
  replyTo<Id extends OperationId>(operation: Id, ...answers: Answer<Id>[]): void;
  /**
   * Puts a new work item into the world, by default a queued one of `env_1`, and returns it. With another `state` it has
   * the timestamps of its way there.
   *
   * @throws {Error} if the mock was started without `world`, or has an item of this `id`
   */
  add(item?: Partial<WorkItem>): WorkItem;
  /** Copies of the work items in the world as they are now, the oldest first. */
  readonly items: readonly WorkItem[];
  /** The last 1,000 requests, the oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Forgets the requests, all scripted replies and the items of the world. */
  reset(): void;
  /**
   * Reads the spec again, and follows it from the next request on. The address, the requests and the scripted replies
   * stay, except replies that are no longer documented.
   *
   * @throws {Error} if the spec cannot be read; the mock then keeps the previous one
   */
  reload(): Promise<void>;
  /** Stops the mock and ends its open connections. */
  close(): Promise<void>;
}

/**
 * Starts a mock of the spec. Every answer is a documented example, by default the first one of the success;
 * {@link Mock.reply} and {@link prefer} choose others. A request that breaks the contract gets the documented error,
 * whose message names the rule and the value.
 *
 * @throws {Error} if the port is taken
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { spec = ownSpec, port = 0, log } = options;
  let api = await load(spec);
  const script = new Script();
  if (options.world) script.world = new World();
  const requests: ReceivedRequest[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "*");
    if (answersPreflight(request, response)) return;

    const head = headOf(request);
    const route = api.route(head.method, head.path);
    const asked = { ...head, params: route.params };
    const entry = Object.assign(shown(asked, api.keys), { operation: route.operation?.iid });
    if (requests.push(entry) > 1_000) requests.shift();
    log?.(`${entry.method} ${entry.path}`);

    const body = await bodyOf(request, request.headers["content-type"]);
    entry.body = body.body;
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const answered = await respond(api, script, { ...asked, ...body, gone: gone.signal }, route);
    const { status, headers, delay, violations } = answered;
    entry.violations = violations;
    if (delay) await setTimeout(delay, undefined, { signal: gone.signal, ref: false }).catch(() => {});
    if (gone.signal.aborted) return;
    entry.status = status;
    log?.(status ? `  > Responding with "${status}"` : "  > Resetting the connection");
    for (const violation of violations) log?.(`  Violation: ${violation}`);
    if (status === undefined) request.socket.resetAndDestroy();
    else {
      response.statusCode = status;
      response.setHeaders(headers).end(answered.body);
    }
  }

  const server = createServer(serve).listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new Error(`The mock cannot listen on 127.0.0.1:${port}: ${(cause as Error).message}`, { cause });
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reply: (...answers) => script.all(api.operations, answers),
    replyTo: (operation, ...answers) => script.one(api.operations, operation, answers as Answer[]),
    add(item) {
      if (!script.world) throw new Error("add() needs a mock that was started with `world: true`");
      return script.world.add(api.operations, item);
    },
    get items() {
      return script.world?.items ?? [];
    },
    requests,
    reset() {
      script.world &&= new World();
      script.all(api.operations, []);
      requests.length = 0;
    },
    async reload() {
      api = await load(spec);
      script.follow(api.operations);
    },
    async close() {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}

const ownSpec = fileURLToPath(new URL("../dist/openapi.json", import.meta.url));

/** Answers the preflight of a browser, so that a page of any origin can send any request. False for other requests. */
function answersPreflight({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  const wanted = headers["access-control-request-method"];
  if (method !== "OPTIONS" || wanted === undefined) return false;
  response.setHeader("access-control-allow-methods", wanted);
  response.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "");
  response.writeHead(204).end();
  return true;
}
