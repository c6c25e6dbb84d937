import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { type Spec, SpecError } from "./load.ts";

/** RFC 3339. Months, days, hours and so on are checked for their range. */
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
    formats: { "date-time": dateTime },
    code: { source: true, esm: true },
  });
  const names: Record<string, string> = {};
  const statuses: string[] = [];
  for (const { get: operation } of Object.values(dereferenced.paths ?? {}) as { get?: Operation }[]) {
    if (!operation) continue;
    const [status = "", response] =
      Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
    ajv.addSchema(checkable(response?.content["application/json"].schema) as object, operation.operationId);
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

const dropped = /^(enum|examples|description|title|minLength|maxLength|x-.*)$/;

/**
 * A schema without `enum`, which is open, without texts, and without lengths, which would need a helper at run time to
 * count code points. The names of properties are left alone.
 */
function checkable(schema: unknown, parents: object[] = []): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  if (parents.includes(schema)) {
    const { description } = schema as { description?: string };
    throw new SpecError(
      `Nothing was generated: the schema "${description}" contains itself, which is not handled.`,
    );
  }
  const inner = (value: unknown) => checkable(value, [...parents, schema]);
  if (Array.isArray(schema)) return schema.map(inner);
  const keywords = Object.entries(schema).filter(([keyword]) => !dropped.test(keyword));
  return Object.fromEntries(
    keywords.map(([keyword, value]) => [
      keyword,
      keyword === "properties"
        ? Object.fromEntries(Object.entries(value).map(([name, property]) => [name, inner(property)]))
        : inner(value),
    ]),
  );
}
