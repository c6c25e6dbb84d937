import { type Api, type Operation, tokenSchemeOf, variableOf } from "@qoder/work-codegen";
import type { Content } from "./content.ts";
import { code, table } from "./markdown.ts";

/** A credential of a request, and where it goes. */
export interface Credential {
  /** Of the scheme in the document. */
  scheme: string;
  in: string;
  /** Of the header, query parameter or cookie. */
  name: string;
  /** Such as `Bearer `. */
  prefix: string;
  /** The environment variable that holds the rest. */
  variable: string;
}

/** The environment variable of the token. */
export const tokenVariable = "QODER_PAT";

/** The alternatives of an operation, each with the credentials that it needs together. */
export const securityOf = (api: Api, { security }: Operation): Credential[][] =>
  security.map((needed) =>
    Object.keys(needed).map((scheme): Credential => {
      const { type, scheme: method, name = "", in: place = "" } = api.securitySchemes[scheme] ?? {};
      const variable = scheme === tokenSchemeOf(api) ? tokenVariable : variableOf(scheme);
      if (type === "apiKey") return { scheme, in: place, name, prefix: "", variable };
      const prefix = method === "basic" ? "Basic " : "Bearer ";
      return { scheme, in: "header", name: "Authorization", prefix, variable };
    }),
  );

/** The credentials of an operation, and which of them belong together. */
export function credentials(api: Api, operation: Operation): Content {
  const alternatives = securityOf(api, operation);
  const all = new Map(alternatives.flat().map((one) => [one.scheme, one]));
  if (all.size === 0) return ["No credential is needed."];
  const names = alternatives.map((one) => one.map(({ scheme }) => code(scheme)).join(" and ") || "nothing");
  const rows = [...all.values()].map(({ scheme, name, prefix, variable, in: place }) => {
    const isRequired = alternatives.every((one) => one.some((other) => other.scheme === scheme));
    return [code(name), isRequired ? "Yes" : "No", code(`${prefix}$${variable}`), place, code(scheme)];
  });
  return [
    names.length > 1 && `Send one of these: ${names.join("; ")}.`,
    table(["Name", "Required", "Value", "In", "Scheme"], rows),
    "See [Authentication](authentication.html).",
  ];
}
