import { parse } from "node:querystring";
import { isForm, isJson } from "./accept.ts";
import type { OperationId } from "./answer.ts";
import type { Spec } from "./prism.ts";
import type { Route } from "./router.ts";

/** Texts by name; a name that is repeated has a list. */
export type Fields = Record<string, string | string[]>;

/** A request that the mock has received. It never holds credentials. */
export interface ReceivedRequest {
  /** Undefined if the spec has no operation for the method and path. */
  operation: OperationId | undefined;
  method: string;
  /** As it was sent, without the query. */
  path: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  /** Query parameters; one that is repeated is a list. */
  query: Fields;
  /** By their name in lower case. */
  headers: Record<string, string>;
  /** JSON is parsed, and a form is an object of texts and lists; another body is a text. Undefined if none came. */
  body: unknown;
  /** Status of the answer; undefined before it is sent, and if the connection was reset. */
  status: number | undefined;
  /** Breaches of the contract. */
  violations: string[];
}

/** A request as it came, with its credentials. */
export interface Asked extends Omit<ReceivedRequest, "operation" | "status" | "violations"> {
  /** The body before it was parsed. */
  text: string;
  /** Aborts when the caller is gone. */
  gone: AbortSignal;
  route: Route;
  /** What is shown of it. */
  received: ReceivedRequest;
}

/** A request of Node. Its own type would ask all who use this package for the types of Node. */
export interface Head {
  method?: string | undefined;
  url?: string | undefined;
  headers: Record<string, unknown>;
}

/** Names of headers, in lower case, and of query parameters that carry credentials. */
const secrets = ["authorization", "proxy-authorization", "cookie", "x-api-key"];

export function read(head: Head, text: string, gone: AbortSignal, spec: Pick<Spec, "route" | "keys">): Asked {
  const { method = "", url = "" } = head;
  const [path = "", ...search] = url.split("?");
  const query = fieldsOf(search.join("?"));
  const named = Object.entries(head.headers).map(([name, value]) => [name, String(value)] as const);
  const headers = Object.fromEntries(named);
  const body = parsed(text, headers["content-type"]);
  const route = spec.route(method, path);
  const known = { method, path, params: route.params, query, headers, body };

  const operation = route.operation?.iid as OperationId | undefined;
  const hidden = new Set([...secrets, ...spec.keys]);
  const harmless = <Value>(values: Record<string, Value>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name.toLowerCase())));
  const shown = { query: harmless(query), headers: harmless(headers), status: undefined, violations: [] };
  return { ...known, text, gone, route, received: { ...known, operation, ...shown } };
}

function parsed(text: string, type = ""): unknown {
  if (text === "") return undefined;
  if (isForm(type)) return fieldsOf(text);
  if (!isJson(type)) return text;
  try {
    const value: unknown = JSON.parse(text);
    JSON.stringify(value); // throws where it is nested too deeply for what follows
    return value;
  } catch {
    return text;
  }
}

const fieldsOf = (text: string): Fields => ({ ...parse(text, "&", "=", { maxKeys: 0 }) }) as Fields;
