import type { Api, Operation, Parameter, SecurityScheme } from "@qoder/work-codegen";
import { responseOf } from "./differences.ts";
import type { Probe } from "./exchange.ts";
import { validValue } from "./sample.ts";
import { Schemas } from "./schemas.ts";
import { type Wrong, wrongValues } from "./wrong.ts";

/** Valid parameters of an operation, and its body: their first examples, else values made from their schemas. */
export function paramsOf({ parameters, body }: Operation): Record<string, unknown> {
  const values = parameters.map(({ name, schema, examples }) => [name, examples[0] ?? validValue(schema)]);
  const [content] = body?.contents ?? [];
  if (!content) return Object.fromEntries(values);
  const [example] = Object.values(content.examples);
  return Object.fromEntries([
    ...values,
    ["body", example ? example.value : validValue(content.schema, { skipReadOnly: true })],
  ]);
}

/** Documented statuses, without ranges. */
export const statusesOf = ({ responses }: Pick<Operation, "responses">): number[] =>
  responses.map(({ status }) => Number(status)).filter((status) => status > 0);

/** Statuses that speak of the request, and not of a permission. None if it is not documented that requests are judged. */
function refusalsOf(operation: Operation): number[] {
  if (![400, 422].some((status) => responseOf(operation, status))) return [];
  const exact = statusesOf(operation).filter((status) => /^4(?!0[13])/.test(`${status}`));
  return exact.length > 0 ? exact : [400, 404, 413, 415, 422];
}

/** Every request that is wrong in itself, and refused whatever the server has, as far as a refusal is documented. */
export function refusedProbes(api: Api, operation: Operation, params = paramsOf(operation)): Probe[] {
  const refusals = refusalsOf(operation);
  return [
    ...(responseOf(operation, 401) ? withoutCredentials(api, operation) : []).map((probe) => ({
      ...probe,
      operation,
      params,
      statuses: [401],
    })),
    ...(refusals.length > 0 ? wrongProbes(operation, params) : []).map((probe) => ({
      ...probe,
      operation,
      statuses: refusals,
    })),
  ];
}

type Alter = Pick<Probe, "name"> & { alter: (request: Request) => Request };
/** A place for a key, as in a security scheme. The spec lists those that a scheme does not allow under `x-refused`. */
type Place = { in: string; name: string };

/** Requests with credentials that no alternative of the security accepts: none, or the true ones in a place that is not theirs. */
function withoutCredentials({ securitySchemes }: Api, { security }: Operation): Alter[] {
  const names = security.flatMap((schemes) => Object.keys(schemes));
  const schemes = names.flatMap((name) => securitySchemes[name] ?? []);
  if (security.some((one) => Object.keys(one).length === 0) || schemes.length === 0) return [];
  const sending = (name: string, place: Place, write: (token: string) => string): Alter => ({
    name,
    alter: (request) => {
      const sent = withoutKeys(schemes, request);
      const value = write(tokenOf(request));
      if (place.in !== "query") return withHeaders(sent, { [place.name]: value });
      const url = new URL(sent.url);
      url.searchParams.set(place.name, value);
      return new Request(url, sent);
    },
  });
  const own = { in: "header", name: "authorization" };
  const has = (scheme: string) => schemes.some((one) => one.scheme?.toLowerCase() === scheme);
  const refused = schemes.flatMap((one) => (one["x-refused"] ?? []) as Place[]);
  return [
    { name: "no credentials", alter: (request) => withoutKeys(schemes, request) },
    sending("an empty Authorization header", own, () => ""),
    ...(has("bearer")
      ? [
          sending("a scheme without a token", own, () => "Bearer"),
          sending("the token without a scheme", own, (token) => token),
        ]
      : []),
    ...(has("basic")
      ? []
      : [sending("the token in Basic credentials", own, (token) => `Basic ${btoa(`${token}:`)}`)]),
    ...refused.map((one) => sending(`the token in ${one.in} ${one.name}`, one, (token) => token)),
  ];
}

/** The credentials of the Authorization header, without the scheme. */
const tokenOf = ({ headers }: Request): string => headers.get("authorization")?.split(" ")[1] ?? "none";

function withoutKeys(schemes: SecurityScheme[], request: Request): Request {
  const url = new URL(request.url);
  for (const { in: place, name = "" } of schemes) if (place === "query") url.searchParams.delete(name);
  const sent = new Request(url, request);
  for (const { in: place, name = "" } of schemes)
    sent.headers.delete(place === "header" ? name : "authorization");
  return sent;
}

/** The same request with other headers, or without those that are undefined. */
export function withHeaders(request: Request, headers: Record<string, unknown>): Request {
  for (const [name, value] of Object.entries(headers))
    if (value === undefined) request.headers.delete(name);
    else request.headers.set(name, String(value));
  return request;
}

// A URL, a header and a form hold texts; numbers, lists and so on are read from them.
const texts = new Schemas("readOnly", { coerceTypes: "array" });
const values = new Schemas("readOnly");

/** Requests of which one part is left out, or breaks one rule. */
function wrongProbes({ path, parameters, body }: Operation, params: Record<string, unknown>) {
  const [content] = body?.contents ?? [];
  const ofParameters = parameters.flatMap((parameter) => {
    const { name, required, schema } = parameter;
    const isInPath = parameter.in === "path";
    const left: Wrong = { path: [], schema, rule: "required", value: undefined };
    const right = params[name];
    const wrong = right === undefined ? [] : wrongValues(texts, schema, right);
    return [
      ...(required && !isInPath ? [left] : []),
      ...wrong.filter((one) => isSent(parameter, one, right)),
    ].map((one) => ({
      ...probeOf(name, one, parameter.in === "query" ? { ...params, [name]: one.value } : params),
      ...(isInPath && { alter: (request: Request) => withSegment(request, path, name, String(one.value)) }),
      ...(parameter.in === "header" && {
        alter: (request: Request) => withHeaders(request, { [name]: one.value }),
      }),
    }));
  });
  if (!content) return ofParameters;
  const left: Wrong = { path: [], schema: content.schema, rule: "required", value: undefined };
  const isForm = /form/.test(content.mediaType);
  const right = params["body"];
  const wrong = right === undefined ? [] : wrongValues(isForm ? texts : values, content.schema, right);
  return [
    ...ofParameters,
    ...[
      ...(body?.required ? [left] : []),
      ...wrong.filter(({ path, rule }) => !isForm || path.length > 0 || rule !== "type"),
    ].map((one) => probeOf("body", one, { ...params, body: one.value })),
  ];
}

/** Whether a wrong value can be written where a parameter is: nothing is written of what is empty. */
function isSent({ in: place }: Parameter, { path, rule, value }: Wrong, right: unknown): boolean {
  if (place !== "query") return typeof value !== "object" && value !== "";
  if (rule === "type" && path.length === 0 && typeof right === "object") return false;
  const inner = typeof value === "object" && value !== null ? Object.values(value) : [value];
  return inner.length > 0 && inner.every((one) => one !== null && one !== "" && typeof one !== "object");
}

function probeOf(param: string, { path, schema, rule }: Wrong, params: Record<string, unknown>) {
  const place = [param, ...path].join(".");
  const name =
    rule === "pattern"
      ? `a malformed ${place}`
      : rule.startsWith("required")
        ? `no ${place}`
        : `${place} against its ${rule}`;
  return { name, params, breaks: { param: place, schema, rule } };
}

/** The same request with another value of a path parameter. */
function withSegment(request: Request, path: string, name: string, value: string): Request {
  const url = new URL(request.url);
  const template = path.split("/");
  const segments = url.pathname.split("/");
  const at =
    template.findIndex((segment) => segment.includes(`{${name}}`)) - template.length + segments.length;
  segments[at] = encodeURIComponent(value);
  url.pathname = segments.join("/");
  return new Request(url, request);
}
