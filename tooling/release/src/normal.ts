import { inspect } from "node:util";
import { jsonTypeOf, type Schema } from "@qoder/work-codegen";
import { jsonType, typesIn, typesOf, valuesOf } from "./types.ts";
import { isText, type Value } from "./values.ts";

/** Allows any value: stands for a schema that is not written. */
export const nothing: Schema = {};

/** Whether no keywords but these say which values are allowed. */
export const saysOnly = (schema: Schema, ...keywords: string[]): boolean =>
  Object.keys(schema).every((key) => [...keywords, "default", "deprecated"].includes(key) || isText(key));
export const isUnion = (schema: Schema) =>
  schema.anyOf && saysOnly(schema, "anyOf", "discriminator", "isNull");

/** The fields that an object may have beside its named ones. */
export const kindOf = (schema: Schema) =>
  normal(schema).type?.length === 0 ? "none" : saysOnly(schema) ? "any" : "map";

/** A form in which two schemas are alike, such as two alternatives. */
export const shapeOf = (schema: Schema) => inspect(normal(schema), { depth: 4, sorted: true });
export const unnamed = "another value";
export const typeNameOf = (schema: Schema) => `${normal(schema).type ?? unnamed}`;
/** The values of fields that have only some, which tell an alternative from others. */
export function tagsOf({ properties = {} }: Schema): string | undefined {
  const all = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema)]);
  const tags = all.filter(([, values]) => values);
  return tags.length > 0 ? JSON.stringify(tags) : undefined;
}

/**
 * A schema in one form: `type` is a list, `const` an `enum` of one, `oneOf` an `anyOf` where only one can match, and
 * `type` says what `anyOf` says of `null` and of types alone.
 */
export function normal(schema: Schema, outer: Schema[] = []): Schema {
  const union = outer.includes(schema) ? undefined : unionOf(schema, outer);
  if (!union) return plain(schema);
  const { anyOf: _, oneOf: __, ...own } = schema;
  const { isNull } = union;
  const forms = union.anyOf.map((one): Value => normal(one, [...outer, schema]));
  const areTypes = forms.every((one) => one.type && saysOnly(one, "type"));
  const areValues = forms.every((one) => one.enum && saysOnly(one, "type", "enum", "isFixed"));
  const isFlat = areTypes || areValues;
  const values = areValues && {
    enum: forms.flatMap((one) => one.enum),
    isFixed: forms.some((one) => one.isFixed),
  };
  const isAlone = forms.length === 1 && !(areValues && forms[0].isFixed);
  const only: Value = isAlone ? forms[0] : { type: forms.flatMap((one) => one.type), ...values };
  // `null` must also pass what is not said of one type.
  const isOfTypes = only.type && !["anyOf", "oneOf", "allOf", "not", "if"].some((key) => key in only);
  const isAll = saysOnly(own, ...(areValues ? ["type"] : []));
  if (!isAll || !(isFlat || isAlone) || (isNull && !isOfTypes)) return plain({ ...own, ...union });
  return plain({ ...only, ...(isNull && { type: [...only.type, "null"] }), ...own });
}

type Union = Schema & { anyOf: Schema[]; isNull?: boolean };

/** The alternatives of a schema, and whether `null` is one of them; nothing if several may match at once. */
export function unionOf(schema: Schema, outer: Schema[] = []): Union | undefined {
  const { anyOf, oneOf } = schema;
  const either = anyOf ?? (oneOf && areDistinct(oneOf, schema) ? oneOf : undefined);
  if (!either || (anyOf && oneOf)) return undefined;
  const inner = either.map((one): Value => normal(one, [...outer, schema]));
  const all = inner.flatMap((one, index) => (isUnion(one) ? one.anyOf : [either[index]])) as Schema[];
  const types = all.map((one) => typesOf(one)?.join() ?? "any");
  // Beside all values of a type, some of them say nothing.
  const whole = all.map((one, at) => (anyOf && saysOnly(one, "type") ? types[at] : undefined));
  const others = all.filter((_, at) => types[at] !== "null" && (whole[at] || !whole.includes(types[at])));
  const isNull = types.includes("null") || inner.some((one) => isUnion(one) && one.isNull);
  const discriminator = schema.discriminator ?? inner.find((one) => isUnion(one))?.discriminator;
  return { anyOf: others, ...(isNull && { isNull }), ...(discriminator && { discriminator }) };
}

/** Whether a schema says only what the media type of a file says, too. */
export function isBytes(schema: Schema): boolean {
  const { contentMediaType, ...form } = normal(schema);
  return contentMediaType === bytes && saysOnly(form, "type");
}

const bytes = "application/octet-stream";
/** Formats of OpenAPI 3.0 in the words of 3.1. */
const contentOf: Record<string, Schema> = {
  byte: { contentEncoding: "base64" },
  binary: { contentMediaType: bytes },
};

function plain(schema: Schema): Schema {
  if (saysOnly(schema, "not") && schema.not && saysOnly(schema.not)) return { type: [] };
  const { const: _, enum: __, format, ...said }: Value = schema;
  const rest = { ...said, ...(contentOf[format] ?? (format && { format })) };
  const values = valuesOf(schema);
  const others = values?.filter((value) => value !== null);
  // A form has no null among its values.
  const present = values && [...values.map(jsonTypeOf), ...("isFixed" in rest ? ["null"] : [])];
  const types = typesOf(schema)?.filter((type) => present?.includes(jsonType(type)) ?? true);
  const isBoth = new Set(others).size === 2 && /^(boolean|null|,)+$/.test(`${types}`);
  const isType = others?.length === 0 ? types?.length : isBoth;
  return {
    ...withoutIdle(rest, types),
    ...(types && { type: types }),
    // Where null is the only value, or both booleans are there, the type says so.
    ...(others && !isType && { enum: others, isFixed: rest.isFixed ?? ("const" in schema || !schema.type) }),
  };
}

/** A schema without what allows all, and limits that others make idle. An integer that is less than 10 is at most 9. */
function withoutIdle({ ...schema }: Value, types: string[] = []): Schema {
  const isInteger = types.includes("integer") && !types.includes("number");
  if (isInteger && schema.multipleOf === 1) delete schema.multipleOf;
  for (const keyword of ["minLength", "minItems", "minProperties", "uniqueItems"])
    if (!schema[keyword]) delete schema[keyword];
  for (const keyword of ["unevaluatedItems", "unevaluatedProperties"])
    if (schema[keyword] && saysOnly(schema[keyword])) delete schema[keyword];
  // Fields that no other schema of the object evaluates are those without a name.
  if (schema.unevaluatedProperties && !["anyOf", "oneOf", "allOf", "if"].some((key) => schema[key])) {
    schema.additionalProperties ??= schema.unevaluatedProperties;
    delete schema.unevaluatedProperties;
  }
  for (const [limit, exclusive, sign] of [
    ["maximum", "exclusiveMaximum", 1],
    ["minimum", "exclusiveMinimum", -1],
  ] as const) {
    // As in OpenAPI 3.0, it says of the limit whether it is one.
    const { [limit]: at = Infinity * sign, [exclusive]: beyond = false } = schema;
    const isExclusive = beyond === true || (beyond !== false && sign * beyond <= sign * at);
    if (isExclusive && beyond !== true) schema[limit] = beyond;
    const isWhole = isInteger && Number.isInteger(schema[limit]);
    if (isExclusive && isWhole) schema[limit] -= sign;
    if (isExclusive && !isWhole) schema[exclusive] = true;
    else delete schema[exclusive];
  }
  return schema;
}

/** Whether a value can match only one of the schemas: by its value or type, or by a field that each has others of. */
function areDistinct(schemas: Schema[], { discriminator }: Schema): boolean {
  const areApart = (listOf: (schema: Schema) => unknown[] | undefined) => {
    const all = schemas.flatMap((schema) => listOf(schema) ?? [undefined, undefined]);
    return new Set(all).size === all.length;
  };
  return (
    schemas.length < 2 ||
    discriminator !== undefined ||
    areApart(valuesOf) ||
    areApart((schema) => typesIn(schema)?.map(jsonType)) ||
    (schemas[0]?.required ?? []).some((name) =>
      areApart(({ required, properties }) =>
        required?.includes(name) ? valuesOf(properties?.[name] ?? {}) : undefined,
      ),
    )
  );
}
