import type { Asked } from "./asked.ts";
import type { Operation } from "./documented.ts";

type Scheme = NonNullable<Operation["security"]>[number][number];

/** The fault of a request's credentials, without their values; undefined if the operation accepts them. */
export function lacking({ security = [] }: Operation, request: Asked): string | undefined {
  const alternatives = security.map((schemes) => schemes.flatMap((scheme) => lackOf(scheme, request) ?? []));
  if (alternatives.length === 0 || alternatives.some((lacks) => lacks.length === 0)) return undefined;
  return alternatives.map((lacks) => lacks.join(" and ")).join(", or ");
}

const shapes: Record<string, string> = {
  basic: "Basic <name:password in Base64>",
  bearer: "Bearer <token>",
};

function lackOf(scheme: Scheme, { headers, query }: Asked): string | undefined {
  if (scheme.type === "apiKey") {
    const { name, in: place } = scheme;
    const key = place === "query" ? query[name] : headers[place === "cookie" ? place : name.toLowerCase()];
    return key ? undefined : `the ${place} ${name} must have a key; received none`;
  }
  // OAuth 2 and OpenID Connect send bearer tokens. Schemes have no letter case (RFC 9110, section 11.1).
  const wanted = scheme.type === "http" ? scheme.scheme.toLowerCase() : "bearer";
  const [name = "", value] = (headers["authorization"] ?? "").split(/\s+/);
  const isOther = name.toLowerCase() !== wanted;
  if (!isOther && value) return undefined;
  const shape = shapes[wanted] ?? `${wanted} <credentials>`;
  const received = name ? (isOther ? "another scheme" : "no token") : "none";
  return `the Authorization header must be "${shape}"; received ${received}`;
}
