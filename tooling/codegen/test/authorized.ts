import {
  operations,
  schemes,
  security,
  tokenScheme,
} from "../../../packages/client/src/generated/operations.gen.ts";

/** The place where the spec wants the token. One that it never asks for is sent as a bearer token. */
const placeOf = (): string[] =>
  (schemes as Record<string, string[]>)[tokenScheme] ?? ["authorization", "Bearer "];
const isInQuery = () => placeOf()[0]?.startsWith("?");

/** Whether an operation is refused without credentials. */
export function isGuarded(id: keyof typeof operations): boolean {
  const { security: own = security } = operations[id] as { security?: string[][] };
  return own.length > 0 && own.every((names) => names.length > 0);
}

/** The name, in lower case, and the value of the header or the query parameter that carries a token. */
export function credentialOf(token: string): [name: string, value: string] {
  const [carrier = "", prefix = ""] = placeOf();
  return [carrier.toLowerCase().replace("?", ""), prefix + token];
}

/** The header that carries a token; empty if a query parameter does. */
export const authorized = (token: string): Record<string, string> =>
  isInQuery() ? {} : Object.fromEntries([credentialOf(token)]);

/** A URL with the token, if it is carried there. */
export function withToken(url: string, token: string): string {
  if (!isInQuery()) return url;
  return `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams([credentialOf(token)])}`;
}

/** Whether a request carries the token. */
export function hasToken({ url, headers }: Pick<Request, "url" | "headers">, token: string): boolean {
  const [name, value] = credentialOf(token);
  const { searchParams } = new URL(url, "http://localhost");
  return (isInQuery() ? searchParams.get(name) : headers.get(name)) === value;
}
