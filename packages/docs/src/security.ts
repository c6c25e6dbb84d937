import type { Api, Operation } from "@qoder/work-codegen";

/** What proves who sends a request, and where it goes. */
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

/** The alternatives of an operation, each with the credentials that it needs together. */
export const securityOf = ({ securitySchemes }: Api, { security }: Operation): Credential[][] =>
  security.map((needed) =>
    Object.keys(needed).map((scheme): Credential => {
      const { type, scheme: method, name = "", in: place = "" } = securitySchemes[scheme] ?? {};
      const own = scheme.replace(/(?<=[a-z\d])(?=[A-Z])|\W+/g, "_").toUpperCase();
      if (type === "apiKey") return { scheme, in: place, name, prefix: "", variable: own };
      const authorization = { scheme, in: "header", name: "Authorization" };
      return method === "basic"
        ? { ...authorization, prefix: "Basic ", variable: own }
        : { ...authorization, prefix: "Bearer ", variable: "QODER_PAT" };
    }),
  );
