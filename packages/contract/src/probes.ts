import { type Operation, type Parameter, sampleOf } from "@qoder/work-codegen";
import type { Probe } from "./exchange.ts";

/** Credentials that the spec does not accept. */
const refusedCredentials: [name: string, authorization: string | null, headers?: Record<string, string>][] = [
  ["no credentials", null],
  ["an empty Authorization header", ""],
  ["a scheme without a token", "Bearer"],
  ["another scheme", "Basic cHQtbm9uZTpub25l"],
  ["a token in another header", null, { "x-api-key": "pt-none" }],
];

/** Valid parameters of an operation, and its body: their first examples, else values made from their schemas. */
export function paramsOf({ parameters, body }: Operation): Record<string, unknown> {
  const values = parameters.map(({ name, schema, examples }) => [name, examples[0] ?? sampleOf(schema)]);
  const [content] = body?.contents ?? [];
  if (!content) return Object.fromEntries(values);
  const [example] = Object.values(content.examples);
  return Object.fromEntries([...values, ["body", example ? example.value : sampleOf(content.schema)]]);
}

/**
 * A value that breaks the pattern of a parameter; undefined if none is known. It must not be a word that is a path of
 * its own, such as `poll`, which claims work.
 */
export const malformed = ({ schema: { pattern } }: Parameter): string | undefined =>
  pattern === undefined ? undefined : ["not-an-id", "~"].find((text) => !new RegExp(pattern, "u").test(text));

/** Documented statuses, without ranges. */
export const statusesOf = ({ responses }: Operation): number[] =>
  responses.map(({ status }) => Number(status)).filter((status) => status > 0);

/** Every request that is wrong in itself, and refused whatever the server has. */
export function refusedProbes(operation: Operation, params = paramsOf(operation)): Probe[] {
  // Statuses that speak of the request, and not of a permission.
  const refusals = statusesOf(operation).filter((status) => /^4(?!0[13])/.test(`${status}`));
  return [
    ...refusedCredentials.map(([name, authorization, headers = {}]) => ({
      operation,
      name,
      params,
      authorization,
      headers,
      statuses: [401],
    })),
    ...operation.parameters
      .map((parameter) => ({ name: parameter.name, value: malformed(parameter) }))
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => ({
        operation,
        name: `a malformed ${name}`,
        params: { ...params, [name]: value },
        pastClient: true,
        statuses: refusals,
      })),
  ];
}
