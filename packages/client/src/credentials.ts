import { WorkError } from "./error.ts";
import { schemes, security, tokenScheme } from "./generated/operations.gen.ts";
import type { ClientOptions } from "./options.ts";
import type { SentCredentials } from "./token.ts";
import * as token from "./token.ts";

/** The header that carries a credential of a scheme, or `?` and the query parameter; what comes before it; the option. */
type Scheme = readonly [carrier: string, prefix: string, option: string];

/** A credential after its prefix. A name and a password are given as two fields, as a text with a colon, or in Base64. */
function textOf(prefix: string, credential: unknown): string {
  const { username, password } = credential as { username?: string; password?: string };
  const text = username === undefined ? `${credential}` : `${username}:${password}`;
  if (prefix !== "Basic " || !text.includes(":")) return prefix + text;
  return prefix + btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/**
 * The credentials of a call, each with its header: those of the first alternative that is complete. The token is the
 * option `token`, else `QODER_PAT` of the environment.
 *
 * @throws {WorkError} of kind `argument` if there are none, or if no header can carry one. The error never shows it.
 */
export async function credentialsOf(
  client: ClientOptions,
  alternatives: readonly (readonly string[])[] = security,
  signal?: AbortSignal,
): Promise<SentCredentials> {
  const sources: Record<string, unknown> = {
    ...client.credentials,
    ...(alternatives.flat().includes(tokenScheme) && { [tokenScheme]: token.tokenOf(client) }),
  };
  const schemeOf = (name: string) => (schemes as Record<string, unknown>)[name] as Scheme;
  const chosen = alternatives.find((names) => names.every((name) => sources[name]));
  const found: SentCredentials = [];
  for (const name of chosen ?? []) {
    const credential = await token.credentialFrom(sources[name], signal);
    const [carrier, prefix] = schemeOf(name);
    const text = credential ? textOf(prefix, credential) : "";
    if (/[^ -~]| .* /.test(text)) throw token.unsendable();
    if (text) found.push([carrier, text]);
  }
  if (found[0] || !alternatives.at(-1)?.length) return found;
  const options = alternatives.map((names) => names.map((name) => schemeOf(name)[2]).join(" and "));
  throw new WorkError("argument", `there is no credential: set ${options.join(", or ")}`);
}

const isInHeader = ([carrier]: SentCredentials[number]): boolean => !carrier.startsWith("?");

/** As in `token.ts`, also for a credential in the query. */
export async function carry(credentials: SentCredentials, request: Request): Promise<Request> {
  token.carry(credentials.filter(isInHeader), request);
  let { url } = request;
  for (const [carrier, text] of credentials.filter((one) => !isInHeader(one)))
    url += `${url.includes("?") ? carrier.replace("?", "&") : carrier}=${encodeURIComponent(text)}`;
  if (url === request.url) return request;
  // A Request with another URL would stream its body, which browsers and some servers refuse.
  const body = await request.clone().blob();
  return new Request(new Request(url, request), body.size ? { body } : {});
}

export const clear = (credentials: SentCredentials, request: Request): void =>
  token.clear(credentials.filter(isInHeader), request);
