import { WorkError } from "./error.ts";

/**
 * The token to send: the one given, else `QODER_PAT` of the environment.
 *
 * @throws {WorkError} of kind `argument` where there is none, or one that no header can carry. It never shows it.
 */
export function bearerToken(token: string | undefined): string {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const value = token ?? process?.env?.["QODER_PAT"];
  if (!value) throw new WorkError("argument", "no token: pass `token` to createClient, or set QODER_PAT.");
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new WorkError("argument", "the token must be printable ASCII without spaces or line ends.");
  }
  return value;
}
