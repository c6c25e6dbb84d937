import type { Api, Operation, SecurityScheme } from "@qoder/work-codegen";
import type { Probe } from "./exchange.ts";

type Alter = Pick<Probe, "name"> & { alter: (request: Request) => Request };
/** A place for a key, as in a security scheme. The spec lists those that a scheme does not allow under `x-refused`. */
type Place = { in: string; name: string };

/** Requests with credentials that no alternative of the security accepts: none, or the true ones in a place that is not theirs. */
export function withoutCredentials({ securitySchemes }: Api, { security }: Operation): Alter[] {
  const names = security.flatMap((schemes) => Object.keys(schemes));
  const schemes = names.flatMap((name) => securitySchemes[name] ?? []);
  if (security.some((one) => Object.keys(one).length === 0) || schemes.length === 0) return [];
  const sending = (name: string, place: Place, write: (token: string) => string): Alter => ({
    name,
    alter: (request) => {
      const sent = withoutKeys(schemes, request);
      const value = write(tokenOf(schemes, request));
      if (place.in !== "query") return withHeaders(sent, { [place.name]: value });
      const url = new URL(sent.url);
      url.searchParams.set(place.name, value);
      return new Request(url, sent);
    },
  });
  const own = { in: "header", name: "authorization" };
  const has = (scheme: string) => schemes.some((one) => one.scheme?.toLowerCase() === scheme);
  const isKey = schemes.some(({ name = "" }) => name.toLowerCase() === own.name);
  const inHeader: Record<string, (token: string) => string> = {
    "an empty Authorization header": () => "",
    ...(has("bearer") && {
      "a scheme without a token": () => "Bearer",
      "the token without a scheme": (token) => token,
      "the token with another scheme": (token) => `Token ${token}`,
    }),
    // A key in this header may be any text.
    ...(!has("basic") &&
      !isKey && { "the token in Basic credentials": (token) => `Basic ${btoa(`${token}:`)}` }),
  };
  const refused = schemes.flatMap((one) => (one["x-refused"] ?? []) as Place[]);
  return [
    { name: "no credentials", alter: (request) => withoutKeys(schemes, request) },
    ...Object.entries(inHeader).map(([name, write]) => sending(name, own, write)),
    ...refused.map((one) => sending(`the token in ${one.in} ${one.name}`, one, (token) => token)),
  ];
}

/** The first credential of a request: a key, or that of the Authorization header without its scheme. */
function tokenOf(schemes: SecurityScheme[], { headers, url }: Request): string {
  const { searchParams } = new URL(url);
  const keys = schemes.map(({ in: place, name = "" }) =>
    (place === "query" ? searchParams : headers).get(name || "x"),
  );
  return keys.find(Boolean) ?? headers.get("authorization")?.split(" ")[1] ?? "none";
}

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
