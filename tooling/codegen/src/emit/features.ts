import type { Api } from "../model.ts";
import { alternativesOf, servedSchemesOf, tokenSchemeOf } from "../security.ts";

/** The parts of the client that some operation needs. A bundle has no code of the others. */
export function emitFeatures(api: Api): string {
  const { operations } = api;
  const hasInput = operations.some(
    ({ parameters, body, servers }) =>
      body || servers[0] || parameters.some((parameter) => parameter.in !== "path"),
  );
  const isOnlyToken = servedSchemesOf(api).every(([name]) => name === tokenSchemeOf(api));
  const isSimple = operations.every((operation) => alternativesOf(operation, api).length < 2);
  return `export { carry, clear, credentialsOf } from "../${isOnlyToken && isSimple ? "token.ts" : "credentials.ts"}";
${hasInput ? 'export { inputOf } from "../input.ts"' : 'export const inputOf: typeof import("../input.ts").inputOf | undefined = undefined'};
`;
}
