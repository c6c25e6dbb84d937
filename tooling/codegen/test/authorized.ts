import { schemes, tokenScheme } from "../../../packages/client/src/generated/operations.gen.ts";

const [carrier = "", prefix = ""] = Object.entries(schemes).find(([name]) => name === tokenScheme)?.[1] ?? [];

/** The name, in lower case, and the value of the header that carries a token where the spec says so. */
export const credentialOf = (token: string): [name: string, value: string] => [
  carrier.toLowerCase(),
  prefix + token,
];

/** That header. */
export const authorized = (token: string): Record<string, string> =>
  Object.fromEntries([credentialOf(token)]);

/** Whether a request carries the token. */
export const hasToken = ({ headers }: Request, token: string): boolean =>
  headers.get(carrier) === prefix + token;
