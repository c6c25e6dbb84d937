import { json } from "../code.ts";
import type { Api } from "../model.ts";
import { alternativesOf, isBearer, servedSchemesOf, usualAlternativesOf } from "../security.ts";

/** The parts of the client that some operation needs. A bundle has no code of the others. */
export function emit(api: Api): string {
  const [bearer] = servedSchemesOf(api).find(([, scheme]) => isBearer(scheme)) ?? [];
  const guarded = api.operations.map((one) => alternativesOf(one, api)).filter(({ length }) => length > 0);
  const isOnlyToken = [usualAlternativesOf(api), ...guarded].every((one) => json(one) === json([[bearer]]));
  return `export { carry, clear, credentialsOf } from "../${isOnlyToken ? "token.ts" : "credentials.ts"}";
`;
}
