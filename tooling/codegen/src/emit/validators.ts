import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import type { Api, Schema } from "../model.ts";
import { mapSchemas } from "../subschemas.ts";

/** RFC 3339. Months, days, hours and so on are checked for their range. */
const dateTime =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/;

/** Texts, which say nothing of a value; `enum`, which is open; and lengths, which would need a helper at run time. */
const dropped = /^(enum|examples?|description|title|minLength|maxLength|discriminator|xml|x-.*)$/;

/**
 * A validator for the success of every operation, compiled by Ajv: plain functions that need no compiler, no `eval`
 * and no import at run time. As in the types, an `enum` is open and unknown fields pass.
 */
export function emitValidators(api: Api): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    formats: { "date-time": dateTime },
    code: { source: true, esm: true },
  });
  const definitions: Record<string, object> = {};
  const references = new Map<Schema, object>();
  /** A schema without what is not checked. One with a name, or that contains itself, is a reference. */
  const checkable = (schema: Schema, outer: Schema[] = []): object => {
    const known = references.get(schema);
    if (known) return known;
    const name = api.nameOf(schema) ?? (outer.includes(schema) ? `inner${references.size}` : undefined);
    if (name === undefined) return checked(schema, outer);
    const reference = { $ref: `api#/$defs/${encodeURIComponent(name)}` };
    references.set(schema, reference);
    definitions[name] = checked(schema, []);
    return reference;
  };
  const checked = (schema: Schema, outer: Schema[]): object => {
    const kept = Object.entries(schema).filter(([keyword]) => !dropped.test(keyword));
    const inside = (inner: Schema) => checkable(inner, [...outer, schema]);
    return Object.fromEntries(kept.map(([keyword, value]) => [keyword, mapSchemas(keyword, value, inside)]));
  };
  const names: Record<string, string> = {};
  const statuses: string[] = [];
  for (const { id, responses } of api.operations) {
    const success = responses.find(({ status }) => status.startsWith("2"));
    const [content] = success?.contents ?? [];
    if (!success || !content) continue;
    names[id] = id;
    ajv.addSchema(checkable(content.schema), id);
    statuses.push(`${id}: ${success.status}`);
  }
  ajv.addSchema({ $defs: definitions }, "api");
  const code = standalone.default(ajv, names).replace('"use strict";', "").replaceAll(required, "same");
  return `// @ts-nocheck: code that Ajv wrote
${code.includes("= same;") ? equal : ""}${code}
/** The documented status of the success of each operation. */
export const statuses = { ${statuses.join(", ")} };
`;
}

/** Compares a value with a `const` that is an object or a list. Ajv would import it at run time. */
const required = 'require("ajv/dist/runtime/equal").default';
const equal = `const same = (a, b) => a === b || (Object(a) === a && Object(b) === b && Array.isArray(a) === Array.isArray(b)
  && Object.keys(a).length === Object.keys(b).length
  && Object.keys(a).every((key) => Object.hasOwn(b, key) && same(a[key], b[key])));
`;
