import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import type { Spec } from "./load.ts";

/** RFC 3339 in UTC, as the API writes it. Months, days, hours and so on are checked for their range. */
const dateTime =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/;

/**
 * A validator for the success of every operation, compiled by Ajv: plain functions that need no compiler, no `eval`
 * and no import at run time. As in the types, an `enum` is open and unknown fields pass.
 */
export function emitValidators(dereferenced: Spec): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    unicode: false, // otherwise the code imports a helper to count code points
    formats: { "date-time": dateTime },
    logger: false, // it calls that option deprecated
    code: { source: true, esm: true },
  });
  const names: Record<string, string> = {};
  const statuses: string[] = [];
  for (const { get: operation } of Object.values(dereferenced.paths ?? {}) as { get?: Operation }[]) {
    if (!operation) continue;
    const [status = "", response] =
      Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
    ajv.addSchema(essence(response?.content["application/json"].schema) as object, operation.operationId);
    names[operation.operationId] = operation.operationId;
    statuses.push(`${operation.operationId}: ${status}`);
  }
  const code = standalone.default(ajv, names).replace('"use strict";', "");
  return `// @ts-nocheck: code that Ajv wrote
${code}
/** The documented status of the success of each operation. */
export const statuses = { ${statuses.join(", ")} };
`;
}

interface Operation {
  operationId: string;
  responses: Record<string, { content: { "application/json": { schema: object } } }>;
}

const texts = /^(enum|examples|description|title|x-.*)$/;

/** A schema without `enum`, which is open, and without texts. The names of properties are left alone. */
function essence(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(essence);
  if (typeof schema !== "object" || schema === null) return schema;
  const keywords = Object.entries(schema).filter(([keyword]) => !texts.test(keyword));
  return Object.fromEntries(
    keywords.map(([keyword, value]) => [
      keyword,
      keyword === "properties"
        ? Object.fromEntries(Object.entries(value).map(([name, property]) => [name, essence(property)]))
        : essence(value),
    ]),
  );
}
