import type { IncomingMessage } from "node:http";
import type { OperationId } from "./answer.ts";

/** A request that the mock has received. It never holds the token. */
export interface ReceivedRequest {
  /** Undefined if the spec has no operation for the method and path. */
  operation: OperationId | undefined;
  method: string;
  /** As it was sent, without the query. */
  path: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  /** Query parameters; one that is repeated is a list. */
  query: Record<string, string | string[]>;
  /** By their name in lower case, without those that carry credentials. */
  headers: Record<string, string>;
  /** Status of the answer; undefined before it is sent, and if the connection was reset. */
  status: number | undefined;
  /** Breaches of the contract by the request or by the documented answer. */
  violations: string[];
}

const credentials = new Set(["authorization", "proxy-authorization", "cookie", "x-api-key"]);

/**
 * The request, before its operation is known.
 *
 * @internal
 */
export function received({ method = "", url = "", headers }: IncomingMessage): ReceivedRequest {
  const [path = "", ...search] = url.split("?");
  const values = new URLSearchParams(search.join("?"));
  const query = [...new Set(values.keys())].map((name) => {
    const all = values.getAll(name);
    return [name, all.length > 1 ? all : all[0]];
  });
  const harmless = Object.entries(headers).filter(([name]) => !credentials.has(name));
  return {
    operation: undefined,
    method,
    path,
    params: {},
    query: Object.fromEntries(query),
    headers: Object.fromEntries(harmless.map(([name, value]) => [name, String(value)])),
    status: undefined,
    violations: [],
  };
}
