import type { ClientOptions } from "./client.ts";
import { WorkError } from "./error.ts";

/** A token, or a function that gets one: called once for each call, and once more if the API refuses it. */
export type Token = string | (() => string | Promise<string>);

interface Runtime {
  process?: { env?: { QODER_PAT?: string } };
}

/**
 * The token of a client, else `QODER_PAT` of the environment.
 *
 * @throws {WorkError} of kind `argument` where there is none, or one that no header can carry. It never shows it.
 */
export async function tokenOf({ token: source }: ClientOptions): Promise<string> {
  const given = typeof source === "function" ? await source() : source;
  const token = given ?? (globalThis as Runtime).process?.env?.QODER_PAT;
  if (token && /^[!-~]+$/.test(token)) return token;
  throw new WorkError("argument", "set `token` or QODER_PAT (ASCII)");
}
