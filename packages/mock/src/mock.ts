import { fileURLToPath } from "node:url";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";

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
  /** Stops the mock and ends its open connections. */
  close(): Promise<void>;
}

/**
 * Starts the Prism mock of the spec. Every answer is a documented example; {@link prefer} chooses which one.
 * A request that breaks the contract gets the documented error, and its breaches in the `sl-violations` header.
 *
 * @throws {Error} if the port is taken
 */
export async function startMock({ spec = ownSpec, port = 0, log }: MockOptions = {}): Promise<Mock> {
  const operations = await getHttpOperationsFromSpec(spec);
  const server = createServer(operations, {
    components: { logger: log ? lineLogger(log) : createLogger("mock", { enabled: false }) },
    config: {
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: false,
      isProxy: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
    cors: true,
  });
  try {
    return { url: await server.listen(port, "127.0.0.1"), close: () => server.close() };
  } catch (cause) {
    throw new Error(`The mock cannot listen on 127.0.0.1:${port}: ${cause}`, { cause });
  }
}

const ownSpec = fileURLToPath(new URL("../dist/openapi.json", import.meta.url));

/** Prism logs JSON with every step and every header; people need the request, the answer and the breaches. */
const lineLogger = (log: (line: string) => void) =>
  createLogger(
    "mock",
    { level: "info" },
    {
      write(entry: string) {
        const { level, input, msg } = JSON.parse(entry);
        if (level === 30 && input) log(`${input.method.toUpperCase()} ${input.url.path}`);
        else if (/^(> Responding|Violation|Request terminated)/.test(msg)) log(`  ${msg}`);
      },
    },
  );
