import type { Api, SecurityScheme } from "./model.ts";

type Schemes = Pick<Api, "securitySchemes">;

/** Whether a scheme is sent as a bearer credential. */
export const isBearer = ({ type, scheme }: SecurityScheme): boolean =>
  /^(oauth2|openIdConnect)$/.test(type) || /^bearer$/i.test(scheme ?? "");

export const isBasic = ({ scheme }: SecurityScheme): boolean => /^basic$/i.test(scheme ?? "");

/** Where a request carries a credential of a scheme, and what comes before it there. */
export const carrierOf = (scheme: SecurityScheme) =>
  scheme.type === "apiKey"
    ? { in: scheme.in ?? "", name: scheme.name ?? "", prefix: "" }
    : { in: "header", name: "Authorization", prefix: isBasic(scheme) ? "Basic " : "Bearer " };

/** The schemes whose credentials the client sends, by name. */
export const servedSchemesOf = ({ securitySchemes }: Schemes): [name: string, scheme: SecurityScheme][] =>
  Object.entries(securitySchemes).filter(
    ([, scheme]) => isBearer(scheme) || isBasic(scheme) || /^(header|query)$/.test(scheme.in ?? ""),
  );

/** The scheme of the client's option `token`: the first bearer scheme, else the first key, else the first of all. */
export const tokenSchemeOf = (api: Schemes): string | undefined => {
  const schemes = servedSchemesOf(api);
  const key = schemes.find(([, one]) => !isBasic(one));
  return (schemes.find(([, one]) => isBearer(one)) ?? key ?? schemes[0])?.[0];
};

/** The schemes besides that of the token. */
export const otherSchemesOf = (api: Schemes) =>
  servedSchemesOf(api).filter(([name]) => name !== tokenSchemeOf(api));

/** The environment variable for the credential of a scheme, such as `WEB_KEY`. Basic has two, whose names begin so. */
export const variableOf = (scheme: string): string =>
  scheme.replace(/(?<=[a-z\d])(?=[A-Z])|\W+/g, "_").toUpperCase();

/**
 * The schemes that are needed together, for each alternative that the client can serve; the one without any is last. A
 * certificate (`mutualTLS`) is up to `fetch`.
 */
export function alternativesOf({ security }: Pick<Api, "security">, api: Schemes): string[][] {
  const served = new Set(servedSchemesOf(api).map(([name]) => name));
  return security
    .map((names) => Object.keys(names).filter((name) => api.securitySchemes[name]?.type !== "mutualTLS"))
    .filter((names) => names.every((name) => served.has(name)))
    .toSorted((one, other) => Number(one.length === 0) - Number(other.length === 0));
}

/** The alternatives of an operation whose descriptor names none: those of the whole API, else the token or nothing. */
export function usualAlternativesOf(api: Api): string[][] {
  const own = alternativesOf(api, api);
  const token = tokenSchemeOf(api);
  return own[0]?.[0] || token === undefined ? own : [[token], []];
}
