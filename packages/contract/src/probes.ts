import { type Api, type Operation, responseOf } from "@qoder/work-codegen";
import { withoutCredentials, withValue } from "./credentials.ts";
import type { Probe } from "./exchange.ts";
import { validValue } from "./sample.ts";
import { sent } from "./schemas.ts";
import { type Wrong, wrongValues } from "./wrong.ts";

/** Valid parameters of an operation, and its body: their first examples, else values made from their schemas. */
export function paramsOf({ parameters, body }: Operation): Record<string, unknown> {
  const values = parameters.map(({ name, schema, examples }) => [name, examples[0] ?? validValue(schema)]);
  const bodies = (body?.contents ?? []).slice(0, 1).map(({ schema, examples, mediaType }) => {
    const [example] = Object.values(examples);
    const skipNonRequired = !/form/.test(mediaType); // an empty form is no body
    return ["body", example ? example.value : validValue(schema, { skipReadOnly: true, skipNonRequired })];
  });
  return Object.fromEntries([...values, ...bodies]);
}

/** Documented statuses, without ranges. */
export const statusesOf = ({ responses }: Pick<Operation, "responses">): number[] =>
  responses.map(({ status }) => Number(status)).filter((status) => status > 0);

/** Statuses that speak of the request itself, and not of credentials, of a state or of how many there were. */
const ofRequests = [400, 404, 413, 415, 422];

/** Those that an operation documents, or all where a range does. None if it is not documented that requests are judged. */
function refusalsOf(operation: Operation): number[] {
  if (![400, 422].some((status) => responseOf(operation, status))) return [];
  const exact = statusesOf(operation).filter((status) => ofRequests.includes(status));
  return exact.length > 0 ? exact : ofRequests;
}

/** Every request that is wrong in itself, and refused whatever the server has, as far as a refusal is documented. */
export function refusedProbes(api: Api, operation: Operation, params = paramsOf(operation)): Probe[] {
  const unauthorized = responseOf(operation, 401) ? withoutCredentials(api, operation) : [];
  const statuses = refusalsOf(operation);
  const wrong = statuses.length > 0 ? wrongProbes(operation, params) : [];
  return [
    ...unauthorized.map((probe) => ({ ...probe, operation, params, statuses: [401] })),
    ...wrong.map((probe) => ({ ...probe, operation, statuses })),
  ];
}

/** Requests of which one part is left out, or breaks one rule. */
function wrongProbes({ path, parameters, body }: Operation, params: Record<string, unknown>) {
  const [content] = body?.contents ?? [];
  const place = /form/.test(content?.mediaType ?? "") ? "form" : "body";
  const whole = content && { name: "body", in: place, required: body?.required, schema: content.schema };
  return [...parameters, ...(whole ? [whole] : [])].flatMap(({ name, in: place, required, schema }) => {
    const right = Object.hasOwn(params, name) ? params[name] : undefined; // and not what any object has
    const comparer = place === "body" ? sent.json : sent.texts;
    const wrong = right === undefined ? [] : wrongValues(comparer, schema, right);
    const left = { path: [], schema, rule: "required", value: undefined };
    const isLeft = required && place !== "path";
    return [...(isLeft ? [left] : []), ...wrong.filter((one) => isSent(place, one, right))].map((one) => {
      const others = { ...params, [name]: one.value };
      const alter = (made: Request) =>
        place === "path" ? withPath(made, path, others) : withValue(made, { in: place, name }, one.value);
      // The client sends no such path or header.
      const isAltered = /^(path|header)$/.test(place);
      return { ...nameOf(name, one), ...(isAltered ? { params, alter } : { params: others }) };
    });
  });
}

/** Whether a wrong value can be written in a place: nothing is written of what is empty. */
function isSent(place: string, { path, rule, value }: Wrong, right: unknown): boolean {
  if (place === "body") return true;
  const isForm = place === "form";
  if (isForm && (path.length === 0 || rule.startsWith("required"))) return rule !== "type";
  // A field of a form is written as a parameter is.
  const [wrong, own] = [value, right].map((whole) =>
    isForm ? path.reduce((part, name) => Object(part)[name], whole) : whole,
  );
  // A list of one is written as a text is.
  if (rule === "type" && (isForm || path.length === 0) && typeof own === "object") return false;
  const isWritten =
    Array.isArray(wrong) || (place === "query" && typeof wrong === "object" && wrong !== null);
  const inner = isWritten ? Object.values(wrong) : [wrong];
  return inner.length > 0 && inner.every(isText);
}

const isText = (value: unknown) => value !== null && value !== "" && typeof value !== "object";

function nameOf(param: string, { path, schema, rule, value }: Wrong) {
  const place = [param, ...path].join(".");
  const [keyword = ""] = rule.split(" ");
  const names: Record<string, string> = { pattern: `a malformed ${place}`, required: `no ${place}` };
  return {
    name: names[keyword] ?? `${place} against its ${rule}`,
    breaks: { param: place, schema, rule, value },
  };
}

/** The same request with other values in its path, which begins with that of the server. */
function withPath(request: Request, path: string, params: Record<string, unknown>): Request {
  const url = new URL(request.url);
  const base = url.pathname.split("/").slice(0, 1 - path.split("/").length);
  const written = (name: string) => [params[name]].flat().map((one) => encodeURIComponent(String(one)));
  url.pathname = base.join("/") + path.replaceAll(/\{(.+?)\}/g, (_, name: string) => written(name).join());
  return new Request(url, request);
}
