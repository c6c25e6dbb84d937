import type { Schema } from "@qoder/work-codegen";

// biome-ignore lint/suspicious/noExplicitAny: each keyword has values of its own type
export type Value = any;

const texts =
  /^(x-.*|title|description|summary|examples?|value|externalValue|externalDocs|tags|contact|license|termsOfService|\$comment|\$defs|bearerFormat)$/;
/** Whether a keyword only speaks to people. */
export const isText = (keyword: string): boolean => texts.test(keyword);

/** Whether no keywords but these say which values are allowed. */
export const saysOnly = (schema: Schema, ...keywords: string[]): boolean =>
  Object.keys(schema).every((key) => [...keywords, "default", "deprecated"].includes(key) || isText(key));

export const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

export const valuesOf = (schema: Schema): unknown[] | undefined =>
  "const" in schema ? [schema.const] : schema.enum;
const unique = (list: string[] | undefined) => list && [...new Set(list)];
const typesOf = (schema: Schema): string[] | undefined =>
  schema.type === undefined ? unique(valuesOf(schema)?.map(typeOf)) : unique([schema.type].flat());

/**
 * A schema in the form that stands for all ways to write it: `type` is a list, `const` an `enum` of one, `oneOf` an
 * `anyOf` where only one can match, and `type` says what `anyOf` says of `null` and of types alone.
 */
export function normal(schema: Schema, outer: Schema[] = []): Schema {
  const { anyOf, oneOf, ...own } = schema;
  const either = anyOf ?? (oneOf && areDistinct(oneOf, schema) ? oneOf : undefined);
  if (outer.includes(schema) || !either || (anyOf && oneOf)) return plain(schema);
  const all = either.flatMap((one) => {
    const inner = normal(one, [...outer, schema]);
    return inner.anyOf && saysOnly(inner, "anyOf") ? inner.anyOf : [one];
  });
  const others = all.filter((one) => typesOf(one)?.join() !== "null");
  const areTypes = others.every((one) => one.type && saysOnly(one, "type"));
  const [first = {}] = others;
  const only: Schema = areTypes
    ? { type: others.flatMap((one) => typesOf(one) ?? []) }
    : normal(first, [...outer, schema]);
  // `null` must also pass what is not said of one type.
  const isOfTypes = only.type && !["anyOf", "oneOf", "allOf", "not", "if"].some((key) => key in only);
  const isNullable = all.length > others.length;
  if (!saysOnly(own) || (others.length > 1 && !areTypes) || (isNullable && !isOfTypes))
    return plain({ ...own, anyOf: all });
  if (!isNullable) return { ...only, ...own };
  return plain({
    ...only,
    ...own,
    type: [only.type ?? [], "null"].flat(),
    ...(only.enum && { enum: [...only.enum, null] }),
  });
}

function plain(schema: Schema): Schema {
  if (saysOnly(schema, "not") && schema.not && saysOnly(schema.not)) return { type: [] };
  // `nullable` is of OpenAPI 3.0.
  const { const: _, nullable, ...rest }: Value = schema;
  const values = valuesOf(schema);
  const isOf = (type: string, value: unknown) =>
    type === typeOf(value) || (type === "integer" && typeof value === "number");
  const types = typesOf(schema)?.filter((type) => values?.some((value) => isOf(type, value)) ?? true);
  return {
    ...rest,
    ...(types && { type: nullable ? [...types, "null"] : types }),
    ...(values && { enum: values.filter((value) => value !== null) }),
  };
}

/** Whether a value can match only one of the schemas: by its type, or by a field that each has other values of. */
function areDistinct(schemas: Schema[], { discriminator }: Schema): boolean {
  const areApart = (listOf: (schema: Schema) => unknown[] | undefined) => {
    const all = schemas.flatMap((schema) => listOf(schema) ?? [undefined, undefined]);
    return new Set(all).size === all.length;
  };
  return (
    discriminator !== undefined ||
    areApart((schema) => typesOf(schema)?.map((type) => (type === "integer" ? "number" : type))) ||
    (schemas[0]?.required ?? []).some((name) =>
      areApart(({ required, properties }) =>
        required?.includes(name) ? valuesOf(properties?.[name] ?? {}) : undefined,
      ),
    )
  );
}
