import { type Answer, type Body, type Operation, type Schema, sampleOf, sampleValue } from "./contract.ts";
import type { Probe } from "./exchange.ts";

/** Credentials that the spec does not accept. */
const refusedCredentials: [name: string, authorization: string | null, headers?: Record<string, string>][] = [
  ["no credentials", null],
  ["an empty Authorization header", ""],
  ["a scheme without a token", "Bearer"],
  ["another scheme", "Basic cHQtbm9uZTpub25l"],
  ["a token in another header", null, { "x-api-key": "pt-none" }],
];

/** Documented statuses for a request that is wrong in itself, and not for lack of permission. */
const refusals = ({ answers }: Operation) =>
  answers.map(({ status }) => status).filter((status) => /^4(?!0[13])/.test(String(status)));

/** An id that breaks its pattern. It must not be a word that is a path of its own, such as `poll`, which claims work. */
const malformedId = "not-an-id";

/** Every request that is wrong in itself, and refused whatever the server has. */
export function refusedProbes(operation: Operation, params = sampleOf(operation)): Probe[] {
  const withPattern = operation.parameters.filter(({ schema }) => schema.pattern);
  return [
    ...refusedCredentials.map(([name, authorization, headers = {}]) => ({
      operation,
      name,
      params,
      authorization,
      headers,
      statuses: [401],
    })),
    ...withPattern.map(({ name }) => ({
      operation,
      name: `a malformed ${name}`,
      params: { ...params, [name]: malformedId },
      pastClient: true,
      statuses: refusals(operation),
    })),
  ];
}

/** Each documented example of each answer. A mock gives the one that is named in `Prefer`. */
export function documentedProbes(operation: Operation): Probe[] {
  return operation.answers.flatMap(({ status, examples }) =>
    Object.entries(examples).map(([name, body]) => ({
      operation,
      name: `${status} ${name}`,
      params: sampleOf(operation),
      headers: {
        prefer: `code=${status}, example=${name}`,
        ...(typeof body["request_id"] === "string" && { "x-request-id": body["request_id"] }),
      },
      statuses: [status],
    })),
  );
}

/** A body with every optional field, made from a documented one: what a server may send, and no example shows. */
export function completeBody({ schema, examples }: Answer): Body {
  const complete = ({ properties = {} }: Schema, value: Body): Body => {
    const missing = Object.entries(properties).filter(([name]) => !(name in value));
    const nested = Object.entries(value).map(([name, inner]) => {
      const property = properties[name];
      return [name, property?.properties ? complete(property, inner as Body) : inner];
    });
    return Object.fromEntries([
      ...nested,
      ...missing.map(([name, property]) => [name, sampleValue(property)]),
    ]);
  };
  return complete(schema, Object.values(examples)[0] ?? {});
}
