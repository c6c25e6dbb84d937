import type { Api } from "../model.ts";
import { alternativesOf, isBearer, servedSchemesOf } from "../security.ts";

/** The parts of the client that some operation needs. A bundle has no code of the others. */
export function emitFeatures(api: Api): string {
  const isOnlyToken = servedSchemesOf(api).every(([, scheme], at) => at === 0 && isBearer(scheme));
  const isSimple = api.operations.every((operation) => alternativesOf(operation, api).length < 2);
  return `export { carry, clear, credentialsOf } from "../${isOnlyToken && isSimple ? "token.ts" : "credentials.ts"}";
`;
}
