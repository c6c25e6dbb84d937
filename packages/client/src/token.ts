import { WorkError } from "./error.ts";
import type { ClientOptions } from "./options.ts";

/** The headers that carry credentials, and their values. */
export type Credentials = [carrier: string, text: string][];

interface Runtime {
  process?: { env?: { QODER_PAT?: string } };
}

export const tokenOfEnvironment = () => (globalThis as Runtime).process?.env?.QODER_PAT;

/**
 * The token of a client, else `QODER_PAT` of the environment; nothing for an operation without security.
 *
 * @throws {WorkError} of kind `argument` if there is none, or if no header can carry it. The error never shows it.
 */
export async function credentialsOf(
  { token: source }: ClientOptions,
  alternatives?: readonly unknown[],
): Promise<Credentials> {
  if (alternatives && !alternatives[0]) return [];
  const given = typeof source === "function" ? await source() : source;
  const token = given ?? tokenOfEnvironment();
  if (!token) throw new WorkError("argument", "there is no token: set `token` or QODER_PAT");
  if (/^[!-~]+$/.test(token)) return [["authorization", `Bearer ${token}`]];
  throw new WorkError("argument", "the token contains a character that an HTTP header cannot carry");
}

/** Puts credentials on a request, and returns the request to send. */
export function carry(credentials: Credentials, request: Request): Request {
  for (const [carrier, text] of credentials) request.headers.set(carrier, text);
  return request;
}

/** Takes credentials off a request, so that no middleware sees them. */
export function clear(credentials: Credentials, request: Request): void {
  for (const [carrier] of credentials) request.headers.delete(carrier);
}
