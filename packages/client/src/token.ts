import { WorkError } from "./error.ts";
import type { ClientOptions } from "./options.ts";

interface Runtime {
  process?: { env?: { QODER_PAT?: string } };
}

/**
 * The token of a client, else `QODER_PAT` of the environment.
 *
 * @throws {WorkError} of kind `argument` if there is none, or if no header can carry it. The error never shows it.
 */
export async function tokenOf({ token: source }: ClientOptions): Promise<string> {
  const given = typeof source === "function" ? await source() : source;
  const token = given ?? (globalThis as Runtime).process?.env?.QODER_PAT;
  if (!token) throw new WorkError("argument", "there is no token: set `token` or QODER_PAT");
  if (/^[!-~]+$/.test(token)) return token;
  throw new WorkError("argument", "the token contains a character that an HTTP header cannot carry");
}
