import { operations, schemes, security, tokenScheme } from "../src/generated/operations.gen.ts";

const operation = operations.getWorkItem as { security?: string[][] };
const [carrier = "?", prefix] = (schemes as Record<string, string[]>)[tokenScheme] ?? [];
const isToken = (names: string[]) => names.join() === tokenScheme;
const needed = operation.security ?? security;

// The token is tested with getWorkItem. Where the spec does not send it there in a header of its own, these tests do.
if (carrier.startsWith("?") || prefix === "Basic ")
  Object.assign(schemes, { [tokenScheme]: ["authorization", "Bearer ", "`token` or QODER_PAT"] });
if (!needed.some(isToken) || needed.some(({ length }) => length === 0)) operation.security = [[tokenScheme]];
if (!security.some(isToken)) security.unshift([tokenScheme]);
