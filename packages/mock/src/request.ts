import type { IncomingMessage } from "node:http";
import { parse } from "node:querystring";
import type { Operation } from "./documented.ts";
import { isForm, isJson } from "./media-type.ts";
import type { Spec } from "./prism.ts";
import type { Fields, OperationId, ReceivedRequest } from "./received.ts";
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

interface Parameter {
  name: string;
  style?: string | undefined;
  explode?: boolean | undefined;
  required?: boolean;
  schema?: { type?: unknown; properties?: object; default?: unknown };
}

/** The parameters of an operation with what was sent of each. OpenAPI describes three headers elsewhere. */
export function sentParameters({ request = {} }: Operation, { params, query, headers }: Asked) {
  const places = { query, path: params, headers };
  return Object.entries(places).flatMap(([place, fields]) =>
    ((request[place as keyof typeof places] ?? []) as Parameter[])
      .filter(({ name }) => fields !== headers || !/^(accept|content-type|authorization)$/i.test(name))
      .map((parameter) => {
        const name = fields === headers ? parameter.name.toLowerCase() : parameter.name;
        return { parameter, sent: fields[name], value: fieldOf({ ...parameter, name }, fields) };
      }),
  );
}

/** The value of a parameter, as its style writes it; undefined if it was not sent. */
export function fieldOf(
  { name, style = "form", explode = style === "form", schema = {} }: Parameter,
  fields: Fields,
) {
  const { type, properties } = schema;
  const isList = [type].flat().includes("array");
  const isObject = [type].flat().includes("object");
  if (isObject && (style === "deepObject" || (style === "form" && explode))) {
    const named = Object.entries(fields).flatMap(([key, value]) => {
      const [, outer, inner = ""] = style === "form" ? ["", name, key] : (/^(.*?)\[(.*)\]$/.exec(key) ?? []);
      return outer === name && Object.hasOwn(properties ?? { [inner]: "" }, inner) ? [[inner, value]] : [];
    });
    return named.length > 0 ? Object.fromEntries(named) : undefined;
  }
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const isWhole = isList ? style !== "simple" && explode : !isObject;
  if (typeof value !== "string" || isWhole) return value;
  const delimiter = { spaceDelimited: " ", pipeDelimited: "|" }[style] ?? /,\s*/;
  const parts = value === "" ? [] : value.split(delimiter);
  if (isList) return parts;
  const pairs = parts.flatMap((part, at) =>
    explode ? [part.split("=")] : at % 2 ? [] : [[part, parts[at + 1]]],
  );
  return Object.fromEntries(pairs);
}
