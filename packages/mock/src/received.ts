import { isForm, isJson } from "./accept.ts";
import type { OperationId } from "./answer.ts";

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
export interface Asked
  extends Pick<ReceivedRequest, "method" | "path" | "params" | "query" | "headers" | "body"> {
  /** The body before it was parsed. */
  text: string;
  /** Aborts when the caller is gone. */
  gone: AbortSignal;
}

/** A request of Node. Its own type would ask all who use this package for the types of Node. */
export interface Head {
  method?: string | undefined;
  url?: string | undefined;
  headers: Record<string, unknown>;
}

/** A request before its destination is known. */
export function read({ method = "", url = "", headers }: Head, text: string, gone: AbortSignal): Asked {
  const [path = "", ...search] = url.split("?");
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const known = {
    method,
    path,
    params: {},
    query: fieldsOf(search.join("?")),
    headers: Object.fromEntries(named),
  };
  return { ...known, body: parsed(text, known.headers["content-type"]), text, gone };
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

function fieldsOf(text: string): Fields {
  const fields = Map.groupBy(new URLSearchParams(text), ([name]) => name);
  const values = [...fields].map(([name, pairs]) => [name, pairs.map(([, value]) => value)] as const);
  return Object.fromEntries(values.map(([name, all]) => [name, all.length > 1 ? all : (all[0] ?? "")]));
}

/** Names of headers, in lower case, and of query parameters that carry credentials. */
const secret = ["authorization", "proxy-authorization", "cookie", "x-api-key"];

/** The part of a request that may be shown. @param keys Names of the headers and query parameters that are API keys. */
export function shown({ text: _, gone: __, ...request }: Asked, keys: string[]) {
  const secrets = new Set([...secret, ...keys]);
  const harmless = <Value>(values: Record<string, Value>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.has(name.toLowerCase())));
  const [query, headers] = [harmless(request.query), harmless(request.headers)];
  return { ...request, query, headers, status: undefined, violations: [] };
}
