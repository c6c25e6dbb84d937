import { type Api, carrierOf, type Operation, tokenSchemeOf, variableOf } from "@qoder/work-codegen";
import { type Content, heading } from "./content.ts";
import { code, table } from "./markdown.ts";

/** A credential of a request, and where it goes. */
export type Credential = ReturnType<typeof securityOf>["credentials"][number];

/** The credentials of an operation, and its alternatives: names of schemes that are needed together. */
export function securityOf(api: Api, { security }: Operation) {
  const schemes = Object.entries(api.securitySchemes).filter(([, { type }]) => type !== "mutualTLS");
  const alternatives = security.map((needed) => schemes.flatMap(([name]) => (needed[name] ? name : [])));
  const credentials = schemes
    .filter(([scheme]) => alternatives.flat().includes(scheme))
    .map(([scheme, definition]) => {
      const isToken = scheme === tokenSchemeOf(api); // the client's option `token`
      return {
        ...carrierOf(definition),
        ...{ scheme, isToken },
        /** The environment variable that holds what follows the prefix. */
        variable: isToken ? "QODER_PAT" : variableOf(scheme),
        isRequired: alternatives.every((names) => names.includes(scheme)),
      };
    });
  return { alternatives, credentials };
}

/** The schemes of the API, each under its name where there are several. */
export function schemeSections({ securitySchemes }: Api): Content {
  const schemes = Object.entries(securitySchemes);
  if (schemes.length === 0) return ["No request needs a credential."];
  return schemes.map(([name, scheme]) => {
    const { in: place, name: field, prefix } = carrierOf(scheme);
    const isSent = schemes.length > 1 && scheme.type !== "mutualTLS";
    return [
      schemes.length > 1 && heading(2, name),
      scheme.description,
      isSent && `It is sent in the ${place} ${code(field)}${prefix && ` after ${code(prefix.trim())}`}.`,
    ];
  });
}

/** The credentials of an operation, and which of them belong together. */
export function credentialTable(api: Api, operation: Operation): Content {
  const { alternatives, credentials } = securityOf(api, operation);
  if (credentials.length === 0) return ["No credential is needed."];
  const names = alternatives.map((one) => one.map(code).join(" and ") || "nothing");
  const rows = credentials.map(({ scheme, name, prefix, variable, isRequired, in: place }) => {
    const value = code(`${prefix}$${variable}`);
    return [code(name), isRequired ? "Yes" : "No", value, place, code(scheme)];
  });
  return [
    names.length > 1 && `Send one of these: ${names.join("; ")}.`,
    table(["Name", "Required", "Value", "In", "Scheme"], rows),
    "See [Authentication](authentication.html).",
  ];
}
