import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** A rule of a schema that a value breaks. */
export interface Breach {
  /** Names and indexes that lead to the value. */
  path: string[];
  /** Such as `must be >= 1`. */
  rule: string;
  value: unknown;
}

/**
 * Makes a function that judges requests by schemas. Equal schemas are compiled once, however many operations have them.
 *
 * @param coerceTypes Whether texts are read as the numbers, lists and so on that a schema wants.
 */
export function judgeOf(coerceTypes: "array" | false = false) {
  const lax = { strict: false, validateSchema: false, logger: false, code: { optimize: false } } as const;
  const ajv = new Ajv2020({
    ...lax,
    allErrors: true,
    ownProperties: true,
    verbose: true,
    formats: fullFormats,
    coerceTypes,
  });
  const bySchema = new WeakMap<object, ValidateFunction>();
  const byText = new Map<string, ValidateFunction>();
  const compiled = (schema: object, bundle: unknown): ValidateFunction => {
    const text = JSON.stringify({ properties: { value: schema }, __bundled__: bundle }, forRequests);
    const validate = byText.get(text) ?? ajv.compile(JSON.parse(text));
    byText.set(text, validate);
    return validate;
  };
  return (schema: object = {}, value: unknown, bundle: unknown): Breach[] => {
    const validate = bySchema.get(schema) ?? compiled(schema, bundle);
    bySchema.set(schema, validate);
    return validate({ value }) ? [] : (validate.errors ?? []).map(breachOf);
  };
}

/** Leaves out what Prism adds to a schema, and does not require what only answers have. */
function forRequests(key: string, value: unknown): unknown {
  if (key === "x-stoplight" || (key === "$schema" && typeof value === "string")) return undefined;
  const { required, properties } = Object(value);
  if (!Array.isArray(required)) return value;
  return { ...(value as object), required: required.filter((name) => !properties?.[name]?.readOnly) };
}

function breachOf({ instancePath, keyword, message, params, data }: ErrorObject): Breach {
  const [, , ...path] = instancePath
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keyword === "required")
    return { path: [...path, params["missingProperty"]], rule: "is required", value: undefined };
  const detail =
    params["allowedValues"]?.join(", ") ?? params["allowedValue"] ?? params["additionalProperty"];
  return { path, rule: detail === undefined ? `${message}` : `${message}: ${detail}`, value: data };
}
