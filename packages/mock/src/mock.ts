import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import type { Answer, OperationId } from "./answer.ts";
import { route } from "./operations.ts";
import { type ReceivedRequest, received } from "./received.ts";
import { respond } from "./respond.ts";
import { Script } from "./script.ts";

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
  /** Receives a line for each request, answer and breach of the contract. Nothing is logged by default. */
  log?: (line: string) => void;
}

export interface Mock {
  /** Where the mock listens, such as `http://127.0.0.1:4010`; the `baseUrl` of a client. */
  url: string;
  /**
   * Scripts the answers of every operation that documents them all: each is used once, in turn, and the last stays.
   * They replace what was scripted before; without any, requests get the default again. A request that breaks the
   * contract is refused and uses up none. A script wins over a `Prefer` header.
   *
   * @throws {Error} if no operation documents them all
   */
  reply(...answers: Answer[]): void;
  /**
   * Like {@link Mock.reply}, for one operation; the others keep theirs.
   *
   * @throws {Error} if the operation does not document the answers
   */
  replyTo<Id extends OperationId>(operation: Id, ...answers: Answer<Id>[]): void;
  /** The last 1,000 requests, the oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Forgets the requests and all scripted answers. */
  reset(): void;
  /**
   * Reads the spec again, and follows it from the next request on. The address, the requests and the scripted answers
   * stay, except answers that are no longer documented.
   *
   * @throws {Error} if the spec cannot be read; the mock then follows the one before
   */
  reload(): Promise<void>;
  /** Stops the mock and ends its open connections. */
  close(): Promise<void>;
}

/**
 * Starts a mock of the spec. Every answer is a documented example, the first one of the success by default;
 * {@link Mock.reply} and {@link prefer} choose others. A request that breaks the contract gets the documented error,
 * whose message says which rule and which value.
 *
 * @throws {Error} if the port is taken
 */
export async function startMock({ spec = ownSpec, port = 0, log }: MockOptions = {}): Promise<Mock> {
  let operations = await getHttpOperationsFromSpec(spec);
  const script = new Script(operations);
  const requests: ReceivedRequest[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "*");
    if (isPreflight(request)) return preflight(request, response);

    const entry = received(request);
    const found = route(operations, entry.method, entry.path);
    Object.assign(entry, { operation: found.operation?.iid, params: found.params });
    if (requests.push(entry) > 1_000) requests.shift();
    log?.(`${entry.method} ${entry.path}`);

    const { status, headers, body, delay, violations } = await respond(
      operations,
      script,
      { ...entry, headers: request.headers },
      found,
    );
    entry.violations = violations;
    if (delay && !(await waited(delay, response))) return;
    entry.status = status;
    log?.(status ? `  > Responding with "${status}"` : "  > Resetting the connection");
    for (const violation of violations) log?.(`  Violation: ${violation}`);
    if (status === undefined) request.socket.resetAndDestroy();
    else {
      response.statusCode = status;
      response.setHeaders(headers).end(body);
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
    reply: (...answers) => script.all(answers),
    replyTo: (operation, ...answers) => script.one(operation, answers as Answer[]),
    requests,
    reset() {
      script.all([]);
      requests.length = 0;
    },
    async reload() {
      operations = await getHttpOperationsFromSpec(spec);
      script.follow(operations);
    },
    async close() {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}

const ownSpec = fileURLToPath(new URL("../dist/openapi.json", import.meta.url));

/** Waits for `delay` ms; false if the caller has gone before. */
async function waited(delay: number, response: ServerResponse): Promise<boolean> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return setTimeout(delay, true, { signal: gone.signal, ref: false }).catch(() => false);
}

const isPreflight = ({ method, headers }: IncomingMessage) =>
  method === "OPTIONS" && headers["access-control-request-method"] !== undefined;

/** Lets a page of any origin send any request; the answer to the request itself says what is allowed. */
function preflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-methods", headers["access-control-request-method"] ?? "");
  response.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "");
  response.writeHead(204).end();
}
