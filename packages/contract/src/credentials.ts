import type { Api, Operation } from "@qoder/work-codegen";
import type { Probe } from "./exchange.ts";

type Alter = Pick<Probe, "name"> & { alter: (request: Request) => Request };
/** A place for a key, as in a security scheme. The spec lists those that a scheme does not allow under `x-refused`. */
type Place = { in: string; name: string };
export const authorization: Place = { in: "header", name: "authorization" };

/** Requests with credentials that no alternative of the security accepts: none, or the true ones in a place that is not theirs. */
export function withoutCredentials({ securitySchemes }: Api, { security }: Operation): Alter[] {
  const names = security.flatMap((schemes) => Object.keys(schemes));
  const schemes = names.flatMap((name) => securitySchemes[name] ?? []);
  if (security.some((one) => Object.keys(one).length === 0) || schemes.length === 0) return [];
  const keys = schemes.filter((one) => one.in) as Place[];
  const without = (request: Request) =>
    [authorization, ...keys].reduce((sent, place) => withValue(sent, place, undefined), request);
  const sending = (name: string, place: Place, write: (token: string) => string): Alter => ({
    name,
    alter: (request) => {
      const value = write(tokenOf(keys, request));
      return withValue(without(request), place, value);
    },
  });
  const has = (scheme: string) => schemes.some((one) => one.scheme?.toLowerCase() === scheme);
  const isKey = keys.some(({ name }) => name.toLowerCase() === authorization.name);
  const refused = schemes.flatMap((one) => (one["x-refused"] ?? []) as Place[]);
  return [
    { name: "no credentials", alter: without },
    sending("an empty Authorization header", authorization, () => ""),
    ...(has("bearer")
      ? [
          sending("a scheme without a token", authorization, () => "Bearer"),
          sending("the token without a scheme", authorization, (token) => token),
          sending("the token with another scheme", authorization, (token) => `Token ${token}`),
        ]
      : []),
    // A key in this header may be any text.
    ...(has("basic") || isKey
      ? []
      : [sending("the token in Basic credentials", authorization, (token) => `Basic ${btoa(`${token}:`)}`)]),
    ...refused.map((one) => sending(`the token in ${one.in} ${one.name}`, one, (token) => token)),
  ];
}

/** The first credential of a request: a key, or that of the Authorization header without its scheme. */
function tokenOf(keys: Place[], { headers, url }: Request): string {
  const values = keys.map(({ in: place, name }) =>
    (place === "query" ? new URL(url).searchParams : headers).get(name),
  );
  return values.find(Boolean) ?? headers.get("authorization")?.split(" ")[1] ?? "none";
}

/** The request with another value in a header or in the query, or without the one that is there. */
export function withValue(request: Request, { in: place, name }: Place, value: unknown): Request {
  const url = new URL(request.url);
  const held = place === "query" ? url.searchParams : request.headers;
  if (value === undefined) held.delete(name);
  else held.set(name, String(value));
  return place === "query" ? new Request(url, request) : request;
}
