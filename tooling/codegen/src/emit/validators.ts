import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { SchemaWriter } from "../json-schema.ts";
import type { Api } from "../model.ts";
import { regExpOf } from "../patterns.ts";
import { successesOf } from "../responses.ts";

/** RFC 3339. Months, days, hours and so on are checked for their range. */
const dateTime =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/;

/** Texts, which say nothing of a value; `enum`, which is open; and lengths, which would need a helper at run time. */
const dropped = /^(enum|examples?|default|description|title|minLength|maxLength|xml|x-.*)$/;

/**
 * A validator for the successes of every operation, compiled by Ajv: plain functions that need no compiler, no `eval`
 * and no import at run time. As in the types, an `enum` is open and unknown fields pass, and so does any format but
 * `date-time`.
 */
export function emit(api: Api): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    logger: false,
    validateSchema: false,
    multipleOfPrecision: 6, // 0.07 / 0.01 is 7.000000000000001
    inlineRefs: 4, // keywords: a larger schema is compiled once
    formats: { "date-time": dateTime },
    // Every object has a `constructor`. To ask whether it is its own makes the code longer.
    ownProperties: Object.getOwnPropertyNames(Object.prototype).some((key) => api.json.includes(`"${key}"`)),
    // It is never called here, and to make it shorter would take as long again.
    code: { source: true, esm: true, process: () => "return () => {}", optimize: false },
  });
  // Only these keywords need to know what a schema has evaluated. The code for it is longer, and can throw.
  ajv.opts.unevaluated = api.json.includes('"unevaluated');
  const writer = new SchemaWriter(api, checkable, "api");
  const names = new Map<string, string>();
  const validators: string[] = [];
  for (const operation of api.operations) {
    const written = successesOf(operation).flatMap(({ contents }) =>
      contents.map(({ schema }) => writer.written(schema, "received") as object),
    );
    const [first, ...others] = written;
    if (!first) continue;
    const body: object = others.length > 0 ? { anyOf: written } : first;
    const own = `operation ${operation.id}`;
    const key = "$ref" in body ? String(body.$ref) : own;
    if (key === own) ajv.addSchema(body, key);
    // Ajv writes a function again for each name.
    const name = names.get(key) ?? `body${names.size}`;
    names.set(key, name);
    validators.push(`${operation.id}: ${name}`);
  }
  // One by one: Ajv compiles a part of a schema again for each schema that refers to it.
  for (const [name, schema] of Object.entries(writer.components))
    ajv.addSchema(schema, `api#/components/schemas/${encodeURIComponent(name)}`);
  const code = standalone
    .default(ajv, Object.fromEntries([...names].map(([key, name]) => [name, key])))
    .replace('"use strict";', "")
    .replaceAll(importOfEqual, "same")
    .replaceAll(anyKey, '"*"')
    .replaceAll(unread, "");
  return `// @ts-nocheck: code that Ajv wrote
${code.includes("= same;") ? equal : ""}${code}
/** The validator of each operation whose success has a body. */
export const validators = { ${validators.join(", ")} };
`;
}

function checkable(schema: Record<string, unknown>): Record<string, unknown> {
  const isUseless = (keyword: string, value: unknown) =>
    dropped.test(keyword) || (keyword === "pattern" && !regExpOf(value as string).unicode);
  return Object.fromEntries(Object.entries(schema).filter((entry) => !isUseless(...entry)));
}

/** Parts of a problem that the client does not read. */
const unread = /schemaPath:"[^"]*",keyword:"\w+",params:\{("(\\.|[^"\\])*"|[^"}])*\},/g;

/** A key of a map in a JSON pointer, which the server chose. */
const anyKey = /key\d+\.replace\(\/~\/g, "~0"\)\.replace\(\/\\\/\/g, "~1"\)/g;

/** Compares a value with a `const` that is an object or a list. Ajv would import it at run time. */
const importOfEqual = 'require("ajv/dist/runtime/equal").default';
const equal = `const same = (a, b) => a === b || (Object(a) === a && Object(b) === b && Array.isArray(a) === Array.isArray(b)
  && Object.keys(a).length === Object.keys(b).length
  && Object.keys(a).every((key) => Object.hasOwn(b, key) && same(a[key], b[key])));
`;
