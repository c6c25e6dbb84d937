import { WorkError } from "./error.ts";
import type { ClientOptions } from "./options.ts";

/** Credentials as they are sent: what carries each one, and its text. */
export type SentCredentials = [carrier: string, text: string][];

/** The global object, as far as it tells the runtime. */
export interface Runtime {
  process?: { env?: { QODER_PAT?: string }; versions?: { node?: string } };
}

/**
 * The token of a client, or the function that gets it; else `QODER_PAT` of the environment.
 *
 * @throws {WorkError} of kind `argument` if `token` is undefined on purpose and `QODER_PAT` is set
 */
export function tokenOf(client: ClientOptions): ClientOptions["token"] {
  const { token } = client;
  if (token != null) return token; // Deno asks its user for each variable that is read
  const other = (globalThis as Runtime).process?.env?.QODER_PAT;
  if (other && "token" in client)
    throw new WorkError("argument", "`token` is undefined: set it, or leave it out to use QODER_PAT");
  return other;
}

/** Gets a credential, which is given as it is or as a function, without the white space around a text. */
export async function credentialFrom(source: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const credential = typeof source === "function" ? ((await source({ signal })) ?? "") : source;
  if (credential === "" && source)
    throw new WorkError("argument", "the function for the token returned none");
  return typeof credential === "string" ? credential.trim() : credential;
}

/**
 * The credentials of a call; none for an operation without security.
 *
 * @throws {WorkError} of kind `argument` if there is no token, or if no header can carry it. The error never shows it.
 */
export async function credentialsOf(
  client: ClientOptions,
  alternatives?: readonly unknown[],
  signal?: AbortSignal,
): Promise<SentCredentials> {
  if (alternatives && !alternatives[0]) return [];
  const token = await credentialFrom(tokenOf(client), signal);
  if (!token) throw new WorkError("argument", "there is no token: set `token` or QODER_PAT");
  if (/^[!-~]+$/.test(token as string)) return [["authorization", `Bearer ${token}`]];
  throw unsendable();
}

/** The error for a token that no header can carry. */
export const unsendable = (): WorkError =>
  new WorkError(
    "argument",
    "the token contains a character that an HTTP header cannot carry, or white space",
  );

/** Puts credentials on a request, and returns the request to send. */
export function carry(credentials: SentCredentials, request: Request): Request {
  for (const [carrier, text] of credentials) request.headers.set(carrier, text);
  return request;
}

/** Takes credentials off a request, so that no middleware sees them. */
export function clear(credentials: SentCredentials, request: Request): void {
  for (const [carrier] of credentials) request.headers.delete(carrier);
}
