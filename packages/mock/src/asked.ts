import type { IncomingMessage } from "node:http";
import { parse } from "node:querystring";
import { isForm, isJson } from "./accept.ts";
import type { OperationId } from "./answer.ts";
import type { Spec } from "./prism.ts";
import type { Fields, ReceivedRequest } from "./received.ts";
import type { Route } from "./router.ts";

/** A request as it came, with its credentials. */
export interface Asked extends Omit<ReceivedRequest, "operation" | "status" | "violations"> {
  /** The body before it was parsed. */
  text: string;
  /** Aborts when the caller is gone. */
  gone: AbortSignal;
  route: Route;
  /** The part of it that is shown. */
  received: ReceivedRequest;
}

/** The part of a request that is read first. */
export type Head = Pick<IncomingMessage, "method" | "url" | "headers">;

/** Names of headers, in lower case, and of query parameters that carry credentials. */
const secrets = ["authorization", "proxy-authorization", "cookie", "x-api-key"];

export function read(head: Head, text: string, gone: AbortSignal, spec: Pick<Spec, "route" | "keys">): Asked {
  const { method = "", url = "" } = head;
  const [path = "", ...search] = url.replace(/^\w+:\/\/[^/?]*|#.*/g, "").split("?"); // a proxy gets the whole URL
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
