import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** A rule of a schema that a value breaks. */
export interface Breach {
  /** The place that was judged, and the names and indexes that lead from there to the value. */
  path: string[];
  /** Such as `must be >= 1`. */
  rule: string;
  value: unknown;
}

/** Base64 has more forms than one, and `url` is no format of JSON Schema. */
const formats = { ...fullFormats, byte: true, url: true } as const;

/** Judges JSON. */
export const judgeJson = judgeOf(false);
/** Judges texts, which are read as the numbers, lists and so on that a schema wants. */
export const judgeText = judgeOf("array");

/** A `pattern` with the flag `u`, else without, which allows `\:`. One that JavaScript cannot read matches any value. */
function regExpOf(pattern: string): RegExp {
  for (const flags of ["u", ""])
    try {
      return new RegExp(pattern, flags);
    } catch {}
  return /(?:)/;
}

/** Makes a function that judges values. Equal schemas are compiled once, however many operations have them. */
function judgeOf(coerceTypes: "array" | false) {
  // 0.07 is a multiple of 0.01, although 0.07 / 0.01 is 7.000000000000001.
  const lax = { strict: false, validateSchema: false, logger: false, multipleOfPrecision: 6 } as const;
  const told = { allErrors: true, ownProperties: true, verbose: true } as const;
  const code = { optimize: false, regExp: Object.assign(regExpOf, { code: "new RegExp" }) };
  const ajv = new Ajv2020({ ...lax, ...told, code, formats, coerceTypes });
  const known = new Map<string, ValidateFunction>();
  const compile = (text: string) => {
    const validate = known.get(text) ?? ajv.compile(JSON.parse(text));
    known.set(text, validate);
    return validate;
  };
  // Writing a schema as text takes longer than judging a value.
  const written = new WeakMap<object, ValidateFunction>();
  /** What Ajv says; but of alternatives whose kind a `const` or the type tells, only of that of the value's kind. */
  function errorsOf(operation: object, schema: object, value: unknown): ErrorObject[] {
    const { __bundled__ } = operation as { __bundled__?: unknown };
    const whole = { properties: { value: schema }, __bundled__ };
    const validate = written.get(schema) ?? compile(JSON.stringify(whole, forRequests));
    written.set(schema, validate);
    const errors = validate({ value }) ? [] : (validate.errors ?? []);
    return errors.reduce((told, union) => {
      if (!/^(any|one)Of$/.test(union.keyword)) return told;
      const all = (union.schema as object[]).map((one) => errorsOf(operation, one, union.data));
      const [near, ...others] = all.filter((own) => !own.some(isOfAnotherKind));
      if (!near?.length || others.length > 0) return told;
      const own = near.map((one) => ({
        ...one,
        instancePath: union.instancePath + one.instancePath.slice(root.length),
        schemaPath: `${union.schemaPath}/`,
      }));
      return [...told.filter((error) => !isInside(error, union)), ...own];
    }, errors);
  }
  return (operation: object, schema: object = {}, value: unknown, place = ""): Breach[] =>
    errorsOf(operation, schema, coerceTypes ? structuredClone(value) : value).map((error) =>
      breachOf(error, place),
    );
}

/** The pointer of a value in what is validated. */
const root = "/value";

/** Whether an error says that a value is of another kind than the schema is for. */
const isOfAnotherKind = ({ keyword, instancePath }: ErrorObject): boolean =>
  keyword === "const" || (keyword === "type" && instancePath === root);

/** Whether an error is that of a union, or of one of its alternatives, which may be in `__bundled__`. */
const isInside = (error: ErrorObject, union: ErrorObject): boolean =>
  error === union ||
  (`${error.instancePath}/`.startsWith(`${union.instancePath}/`) &&
    (error.schemaPath.startsWith(`${union.schemaPath}/`) || /^#\/__bundled__/.test(error.schemaPath)));

/**
 * Leaves out what Prism adds to a schema, and does not require what only answers have. Where a discriminator tells
 * alternatives apart, several may match.
 */
function forRequests(key: string, value: unknown): unknown {
  if (key === "x-stoplight" || (key === "$schema" && typeof value === "string")) return undefined;
  const { required, properties, oneOf, discriminator } = Object(value);
  const isTold = Array.isArray(oneOf) && discriminator;
  if (!Array.isArray(required) && !isTold) return value;
  return {
    ...(value as object),
    ...(isTold && { oneOf: undefined, anyOf: oneOf }),
    required: required?.filter((name: string) => !properties?.[name]?.readOnly),
  };
}

function breachOf({ instancePath, keyword, message, params, data }: ErrorObject, place: string): Breach {
  const [, , ...names] = instancePath.split("/");
  const path = [place, ...names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))];
  if (keyword === "required")
    return { path: [...path, params["missingProperty"]], rule: "is required", value: undefined };
  const detail =
    params["allowedValues"]?.map(String).join(", ") ?? params["allowedValue"] ?? params["additionalProperty"];
  const said = keyword === "type" ? `${message}`.replaceAll(",", " or ") : message;
  return { path, rule: detail === undefined ? `${said}` : `${said}: ${detail}`, value: data };
}

/** A breach as a sentence that names the place, the rule and the value. */
export function sentenceOf({ path, rule, value }: Breach): string {
  const text = typeof value === "number" ? `${value}` : JSON.stringify(value)?.slice(0, 100);
  return `${path.join(".")} ${rule}; received ${text ?? "nothing"}`;
}
