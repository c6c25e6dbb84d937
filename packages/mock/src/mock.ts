/// <reference lib="esnext.disposable" preserve="true" />
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo, isIPv6 } from "node:net";
import { fileURLToPath } from "node:url";
import type { WorkItem } from "@qoder/work-client";
import type { Reply } from "./answer.ts";
import { fetchOf, listenerOf } from "./deliver.ts";
import { handlerOf, type Session } from "./exchange.ts";
import { load } from "./prism.ts";
import type { OperationId, ReceivedRequest } from "./received.ts";
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
   * Port to listen on.
   *
   * @default 0, any free port
   */
  port?: number;
  /**
   * Address to listen on; `0.0.0.0` is every one of this machine.
   *
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * Whether {@link Mock.reset} and {@link Mock.close} do their work and then throw as {@link Mock.done} does, so that the
   * test fails.
   *
   * @default false
   */
  strict?: boolean;
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

export interface Mock extends AsyncDisposable {
  /** Address of the mock, such as `http://127.0.0.1:4010`; the `baseUrl` of a client. */
  url: string;
  /** A `fetch` that sends every request to the mock, without a socket, so that fake timers work. The host does not matter. */
  fetch: typeof globalThis.fetch;
  /**
   * Scripts the replies of each operation that documents them all. Replies are used in order; the last one repeats. They
   * replace what was scripted before; without any, requests get the default again. A request that breaks the contract
   * is refused and uses up no reply. Scripted replies take precedence over a `Prefer` header. A function receives the
   * request and returns the reply.
   *
   * @throws {Error} if no operation documents them all
   */
  reply(...answers: Reply[]): void;
  /**
   * Like {@link Mock.reply}, for one operation. The others keep their replies.
   *
   * @throws {Error} if the operation does not document the replies
   */
  replyTo<Id extends OperationId>(operation: Id, ...answers: Reply<Id>[]): void;
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
  /**
   * Checks that the mock answered what was expected, since the start or the last {@link Mock.reset}.
   *
   * @throws {Error} if a request was refused, a function failed, or no request has used a reply
   */
  done(): void;
  /**
   * Forgets the requests, all scripted replies and the items of the world.
   *
   * @throws {Error} with `strict`, as {@link Mock.done} does
   */
  reset(): void;
  /**
   * Reads the spec again, and follows it from the next request on. The address, the requests and the scripted replies
   * stay; a reply that is no longer documented is answered with 500.
   *
   * @throws {Error} if the spec cannot be read; the mock then keeps the previous one
   */
  reload(): Promise<void>;
  /**
   * Stops the mock and ends its open connections.
   *
   * @throws {Error} with `strict`, as {@link Mock.done} does
   */
  close(): Promise<void>;
}

/**
 * Starts a mock of the spec. Every answer is a documented example, by default the first one of the success;
 * {@link Mock.reply} and {@link prefer} choose others. A request that breaks the contract gets the documented error,
 * whose message names the rule and the value.
 *
 * @throws {Error} if the port is taken, an option makes no sense, or Node is too old
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  checkOptions(options);
  const { spec = ownSpec, port = 0, host = "127.0.0.1", strict = false, log } = options;
  const script = new Script();
  if (options.world) script.world = new World();
  const session: Session = { spec: await load(spec), script, requests: [], failures: [], log };
  const { requests, failures } = session;
  const handle = handlerOf(session);

  function done(): void {
    const unused = script.unused.map((reply) => `unused reply: ${JSON.stringify(reply) ?? "a function"}`);
    const all = [...failures, ...unused];
    if (all.length > 0) throw new Error(`The mock expected other requests. ${all.join("; ")}`);
  }

  const server = createServer(listenerOf(handle)).listen({ port, host });
  // A client that uses the mock as its proxy would ask for a tunnel again and again.
  server.on("connect", (_, socket) => {
    socket.on("error", () => {}); // the client has gone
    socket.end("HTTP/1.1 501 Not Implemented\r\n\r\n", () => socket.destroy());
  });
  await once(server, "listening");
  const closing = new AbortController();
  const close = async () => {
    if (!server.listening) return;
    closing.abort();
    server.close().closeAllConnections();
    await once(server, "close");
    if (strict) done();
  };
  return {
    url: `http://${reachable(host)}:${(server.address() as AddressInfo).port}`,
    fetch: fetchOf(handle, closing.signal),
    reply: (...answers) => script.reply(session.spec.operations, answers),
    replyTo: (operation, ...answers) => script.replyTo(session.spec.operations, operation, answers),
    add(item) {
      if (!script.world) throw new Error("add() needs a mock that was started with `world: true`");
      if (item !== undefined && (Object(item) !== item || Array.isArray(item)))
        throw new TypeError(`add() takes fields of a work item; received ${JSON.stringify(item)}`);
      return script.world.add(session.spec.operations, item);
    },
    get items() {
      return script.world?.items ?? [];
    },
    requests,
    done,
    reset() {
      try {
        if (strict) done();
      } finally {
        script.world &&= new World();
        script.reply(session.spec.operations, []);
        requests.length = 0;
        failures.length = 0;
      }
    },
    async reload() {
      session.spec = await load(spec);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** @throws {Error} if Node is too old, or an option makes no sense */
function checkOptions(options: MockOptions): void {
  const oldest: string = createRequire(import.meta.url)("../package.json").engines.node.slice(2);
  if (process.versions.node.localeCompare(oldest, "en", { numeric: true }) < 0)
    throw new Error(`the mock needs Node ${oldest} or later; this is ${process.version}`);
  if (Object(options) !== options)
    throw new TypeError(`startMock takes an object of options, such as { world: true }; received ${options}`);
  const { host, log } = options;
  if (log !== undefined && typeof log !== "function")
    throw new TypeError(`log must be a function; received ${typeof log}`);
  if (host !== undefined && (typeof host !== "string" || host === ""))
    throw new TypeError(`host must be an address, such as "127.0.0.1"; received ${JSON.stringify(host)}`);
}

const ownSpec = fileURLToPath(new URL("../dist/openapi.json", import.meta.url));

/** The host by which this machine reaches a server that listens on a host, or on all. */
const reachable = (host: string) => (host === "0.0.0.0" ? "127.0.0.1" : isIPv6(host) ? `[${host}]` : host);
