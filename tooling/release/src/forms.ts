import { inspect, isDeepStrictEqual as isSame } from "node:util";
import type { Api, Schema, SecurityRequirement, SecurityScheme } from "@qoder/work-codegen";
import { isText, lower, typeOf, type Value } from "./values.ts";

/** Allows any value: stands for a schema that is not written. */
export const nothing: Schema = {};

/** Whether no keywords but these say which values are allowed. */
export const saysOnly = (schema: Schema, ...keywords: string[]): boolean =>
  Object.keys(schema).every((key) => [...keywords, "default", "deprecated"].includes(key) || isText(key));
export const isUnion = (schema: Schema) =>
  schema.anyOf && saysOnly(schema, "anyOf", "discriminator", "isNull");
const valuesOf = (schema: Schema): unknown[] | undefined =>
  "const" in schema ? [schema.const] : schema.enum;
const unique = (list: string[] | undefined) => list && [...new Set(list)];
const typesOf = (schema: Schema): string[] | undefined =>
  schema.type === undefined ? unique(valuesOf(schema)?.map(typeOf)) : unique([schema.type].flat());

const forms = new WeakMap<object, Value>();
/** The nodes of a model that those stand for which are only in forms. */
const origins = new WeakMap<object, object>();
export const originOf = (node: object) => origins.get(node) ?? node;

/** A node of an API in the form that stands for all ways to write it. */
export function formOf(node: object, api: Api): Value {
  const form = forms.get(node) ?? made(node, api);
  forms.set(node, form);
  return form;
}

function made(node: Value, api: Api): Value {
  const { servers, security, ...form } = node === api ? rootOf(api) : withFields(normal(node), node);
  const isOwn = servers && (node === api || !isSame(servers, api.servers));
  return {
    ...form,
    // The client calls the first server, unless a program chooses another.
    ...(isOwn && { server: servers, servers: servers[0]?.url }),
    ...(security && { security, needs: needsOf(security, api) }),
  };
}

/** What an API says as a whole. The rest of the document is compared as it is written. */
function rootOf({ document, operations, webhooks, servers, securitySchemes }: Api): Value {
  const { openapi: _, security, paths, components, ...rest }: Value = document;
  return { ...rest, links: components?.links, operations, webhooks, servers, securitySchemes };
}

/** A schema with a node for each field that is sent, and for each that is received. */
function withFields(form: Value, node: object): Value {
  const { properties = {}, required, additionalProperties = nothing, ...rest } = form;
  if (typeof required === "boolean") return form;
  const kind = kindOf(additionalProperties);
  const names = new Set<string>([...Object.keys(properties), ...(required ?? [])]);
  const fields = [...names].flatMap((name) => {
    const named: Schema | undefined = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const sides = [!named?.readOnly && "request", !named?.writeOnly && "response"].filter(Boolean);
    return sides.map((side) => {
      const own = { name, side, required: required?.includes(name) ?? false, named: named && true };
      const field = { ...own, field: named ?? additionalProperties };
      origins.set(field, named ?? node);
      return field;
    });
  });
  return {
    ...rest,
    ...(fields.length > 0 && { fields }),
    ...(kind === "map" && { additionalProperties }),
    ...(kind !== "any" && { otherFields: kind }),
  };
}

/** The needs of a call in each of the ways that are accepted: schemes, as they are defined, and their scopes. */
const needsOf = (security: SecurityRequirement[], { securitySchemes }: Api): string[][] =>
  (security.length > 0 ? security : [{}]).map((way) =>
    Object.entries(way).flatMap(([name, scopes]) =>
      ["", ...scopes].map((scope) => `${definitionOf(securitySchemes[name])} ${scope}`),
    ),
  );

/** All that counts of a security scheme, so that its name means nothing. */
export function definitionOf({ name, scheme, ...others }: Partial<SecurityScheme> = {}): string {
  const written = { ...others, name: others.in === "header" ? lower(name) : name, scheme: lower(scheme) };
  const isSaid = (key: string) => key !== "flows" && (isText(key) || key === "scopes");
  const rest = JSON.stringify(written, (key, value) => (isSaid(key) ? undefined : value));
  return inspect(JSON.parse(rest), { sorted: true, depth: 9 });
}

/** The fields that an object may have beside its named ones. */
export const kindOf = (schema: Schema) =>
  normal(schema).type?.length === 0 ? "none" : saysOnly(schema) ? "any" : "map";

/** A form in which two schemas are alike, such as two alternatives. */
export const shapeOf = (schema: Schema) => inspect(normal(schema), { depth: 4, sorted: true });
export const typeNameOf = (schema: Schema) => `${normal(schema).type ?? "another value"}`;
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
function normal(schema: Schema, outer: Schema[] = []): Schema {
  const union = outer.includes(schema) ? undefined : unionOf(schema, outer);
  if (!union) return plain(schema);
  const { anyOf: _, oneOf: __, ...own } = schema;
  const type = union.anyOf.flatMap((one) => typesOf(one) ?? []);
  const say = (...keywords: string[]) =>
    union.anyOf.every((one) => typesOf(one) && saysOnly(one, "type", ...keywords));
  const areValues = say("const", "enum") && union.anyOf.every((one) => valuesOf(one));
  const isFlat = say() || areValues;
  const only: Value = isFlat ? { type } : normal(union.anyOf[0] ?? nothing, [...outer, schema]);
  if (areValues) {
    only.enum = union.anyOf.flatMap((one) => valuesOf(one));
    only.isFixed = union.anyOf.some((one) => (plain(one) as Value).isFixed);
  }
  // `null` must also pass what is not said of one type.
  const isOfTypes = only.type && !["anyOf", "oneOf", "allOf", "not", "if"].some((key) => key in only);
  if (!saysOnly(own) || (union.anyOf.length > 1 && !isFlat) || (union.isNull && !isOfTypes))
    return plain({ ...own, ...union });
  if (!union.isNull) return { ...only, ...own };
  return plain({
    ...only,
    ...own,
    type: [only.type ?? [], "null"].flat(),
    ...(only.enum && { enum: [...only.enum, null] }),
  });
}

type Union = Schema & { anyOf: Schema[]; isNull?: boolean };

/** The alternatives of a schema, and whether `null` is one of them; nothing if several may match at once. */
export function unionOf(schema: Schema, outer: Schema[] = []): Union | undefined {
  const { anyOf, oneOf } = schema;
  const either = anyOf ?? (oneOf && areDistinct(oneOf, schema) ? oneOf : undefined);
  if (!either || (anyOf && oneOf)) return undefined;
  const inner = either.map((one): Value => normal(one, [...outer, schema]));
  const all = inner.flatMap((one, index) => (isUnion(one) ? one.anyOf : [either[index]])) as Schema[];
  const others = all.filter((one) => typesOf(one)?.join() !== "null");
  const isNull = others.length < all.length || inner.some((one) => isUnion(one) && one.isNull);
  const discriminator = schema.discriminator ?? inner.find((one) => isUnion(one))?.discriminator;
  return { anyOf: others, ...(isNull && { isNull }), ...(discriminator && { discriminator }) };
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
    ...withoutIdle(rest, types),
    ...(types && { type: nullable ? [...types, "null"] : types }),
    ...(values && {
      enum: values.filter((value) => value !== null),
      isFixed: rest.isFixed ?? ("const" in schema || !schema.type),
    }),
  };
}

/** A schema without what allows all, and limits that others make idle. An integer that is less than 10 is at most 9. */
function withoutIdle({ ...schema }: Value, types: string[] = []): Schema {
  const isInteger = types.includes("integer") && !types.includes("number");
  if (isInteger && schema.multipleOf === 1) delete schema.multipleOf;
  for (const keyword of ["unevaluatedItems", "unevaluatedProperties"])
    if (schema[keyword] && saysOnly(schema[keyword])) delete schema[keyword];
  for (const [limit, exclusive, sign] of [
    ["maximum", "exclusiveMaximum", 1],
    ["minimum", "exclusiveMinimum", -1],
  ] as const) {
    const [at = Infinity * sign, beyond = Infinity * sign] = [schema[limit], schema[exclusive]];
    const isWhole = isInteger && Number.isInteger(beyond);
    if (isWhole) schema[limit] = sign * Math.min(sign * at, sign * beyond - 1);
    if (isWhole || sign * at < sign * beyond) delete schema[exclusive];
    else if (schema[exclusive] !== undefined) delete schema[limit];
  }
  return schema;
}

/** The types of a schema and of its alternatives; nothing if it allows any. */
function typesIn(schema: Schema, outer: Schema[] = []): string[] | undefined {
  const either = schema.anyOf ?? schema.oneOf;
  if (schema.type || !either || outer.includes(schema)) return typesOf(schema);
  const all = either.flatMap((one) => typesIn(one, [...outer, schema]) ?? ["any"]);
  return all.includes("any") ? undefined : unique(all);
}

/** Whether a value can match only one of the schemas: by its value or type, or by a field that each has others of. */
function areDistinct(schemas: Schema[], { discriminator }: Schema): boolean {
  const areApart = (listOf: (schema: Schema) => unknown[] | undefined) => {
    const all = schemas.flatMap((schema) => listOf(schema) ?? [undefined, undefined]);
    return new Set(all).size === all.length;
  };
  return (
    discriminator !== undefined ||
    areApart(valuesOf) ||
    areApart((schema) => typesIn(schema)?.map((type) => (type === "integer" ? "number" : type))) ||
    (schemas[0]?.required ?? []).some((name) =>
      areApart(({ required, properties }) =>
        required?.includes(name) ? valuesOf(properties?.[name] ?? {}) : undefined,
      ),
    )
  );
}
