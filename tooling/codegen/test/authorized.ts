import { schemes, tokenScheme } from "../../../packages/client/src/generated/operations.gen.ts";

const carrierOf = (): string[] =>
  (schemes as Record<string, string[]>)[tokenScheme] ?? ["authorization", "Bearer "];

/** The name, in lower case, and the value of the header that carries a token where the spec says so. */
export function credentialOf(token: string): [name: string, value: string] {
  const [carrier = "", prefix = ""] = carrierOf();
  return [carrier.toLowerCase(), prefix + token];
}

/** That header. */
export const authorized = (token: string): Record<string, string> =>
  Object.fromEntries([credentialOf(token)]);

/** Whether a request carries the token. */
export function hasToken({ url, headers }: Pick<Request, "url" | "headers">, token: string): boolean {
  const [carrier = ""] = carrierOf();
  const [name, value] = credentialOf(token);
  const { searchParams } = new URL(url, "http://localhost");
  return (carrier.startsWith("?") ? searchParams.get(name.slice(1)) : headers.get(name)) === value;
}
