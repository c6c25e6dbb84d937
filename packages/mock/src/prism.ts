import type { IncomingHttpHeaders } from "node:http";
import { createLogger } from "@stoplight/prism-core";
import { createInstance } from "@stoplight/prism-http";
import type { Choice, Operation } from "./operations.ts";
import { Refusal } from "./refusal.ts";

const config = {
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
} as const;
const prism = createInstance(config, { logger: createLogger("mock", { enabled: false }) });

export interface Asked {
  method: string;
  /** Path as it was sent, without the query. */
  path: string;
  query: Record<string, string | string[]>;
  headers: IncomingHttpHeaders;
}

/**
 * Returns Prism's answer to a request for an operation, and its objections to both.
 *
 * @throws {Refusal} if Prism finds no documented answer
 */
export async function ask(operation: Operation, { path, query, headers }: Asked, choice?: Choice) {
  // Prism fails on some values of Accept, so it does not get it.
  const { accept: _, authorization, ...others } = headers;
  const input = {
    method: operation.method as "get",
    url: { path, query },
    headers: {
      ...(others as Record<string, string>),
      ...(authorization && { authorization: authorization.replace(/^\S+/, titleCase) }),
    },
  };
  const chosen = { ...config, mock: { ...config.mock, ...choice } };
  const result = await prism.request(input, [operation], chosen)();
  if (result._tag === "Right") return result.right;
  const { status = 500, detail, message } = result.left as Error & { status?: number; detail?: string };
  throw new Refusal(status, detail ?? message);
}

/** Prism refuses `bearer`, but schemes have no letter case: https://www.rfc-editor.org/rfc/rfc9110#section-11.1 */
const titleCase = (scheme: string) => scheme.charAt(0).toUpperCase() + scheme.slice(1).toLowerCase();
