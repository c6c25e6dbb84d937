import type { Api, SecurityScheme } from "./model.ts";

/** The schemes that are needed together, for each alternative that the client can serve; the one without any is last. */
export function alternativesOf({ security }: Pick<Api, "security">, { securitySchemes }: Api): string[][] {
  const isServed = (name: string) => {
    const { type, scheme, in: place } = securitySchemes[name] ?? {};
    if (type === "http") return /^(bearer|basic)$/i.test(scheme ?? "");
    return type === "apiKey" ? place === "header" || place === "query" : type !== undefined;
  };
  const alternatives = security.map((names) => Object.keys(names)).filter((names) => names.every(isServed));
  return alternatives.toSorted((one, other) => Number(one.length === 0) - Number(other.length === 0));
}

/** Whether a scheme is sent as a bearer credential. */
const isBearer = ({ type, scheme }: SecurityScheme): boolean =>
  /^(oauth2|openIdConnect)$/.test(type) || /^bearer$/i.test(scheme ?? "");

/** The scheme of the client's option `token`: the first one that is sent as a bearer credential. */
export const tokenSchemeOf = ({ securitySchemes }: Api): string | undefined =>
  Object.entries(securitySchemes).find(([, scheme]) => isBearer(scheme))?.[0];
