import { inspect } from "node:util";
import type { Api, Schema, SecurityRequirement, SecurityScheme } from "@qoder/work-codegen";
import { isText, lower, typeOf, type Value } from "./values.ts";

/** Allows any value: stands for a schema that is not written. */
export const nothing: Schema = {};

/** Whether no keywords but these say which values are allowed. */
export const saysOnly = (schema: Schema, ...keywords: string[]): boolean =>
  Object.keys(schema).every((key) => [...keywords, "default", "deprecated"].includes(key) || isText(key));
export const isUnion = (schema: Schema) => schema.anyOf && saysOnly(schema, "anyOf", "discriminator");
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
  return {
    ...form,
    // The client calls the first server, unless a program chooses another.
    ...(servers && { server: servers, servers: servers[0]?.url }),
    ...(security && { security, needs: needsOf(security, api) }),
  };
}

const rootOf = (api: Api): Value => {
  const { operations, servers, securitySchemes, document } = api;
  return { ...restOf(api), info: document["info"], operations, servers, securitySchemes };
};

/** The parts that the model does not hold, or only as they are written; with the components that this uses. */
export function restOf({ document, operations }: Api): Record<string, unknown> {
  const { openapi: _, info, servers, security, paths, components = {}, ...rest } = document;
  const links = operations.map(({ callbacks, responses }) => [callbacks, responses.map((one) => one.links)]);
  const raw = JSON.stringify([rest, links]);
  const isUsed = (kind: string) => kind !== "schemas" && raw.includes(`"#/components/${kind}/`);
  const used = Object.entries(components as object).filter(([kind]) => isUsed(kind));
  return { ...rest, ...Object.fromEntries(used) };
}

/** A schema with a node for each field that is sent, and for each that is received. */
function withFields(form: Value, node: object): Value {
  const { properties = {}, required, additionalProperties = nothing, ...rest } = form;
  if (typeof required === "boolean") return form;
  const kind = kindOf(additionalProperties);
  const names = new Set<string>([...Object.keys(properties), ...(required ?? [])]);
  const fields = [...names].flatMap((name) => {
    const named: Schema | undefined = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const isRequired = required?.includes(name) ?? false;
    const sides = [!named?.readOnly && "request", !named?.writeOnly && "response"].filter(Boolean);
    return sides.map((side) => {
      const field = {
        name,
        side,
        required: isRequired,
        named: named && true,
        field: named ?? additionalProperties,
      };
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
/** The fields that have one value alone. */
export const tagsOf = ({ properties = {} }: Schema) =>
  Object.entries<Schema>(properties)
    .flatMap(([name, schema]) => (valuesOf(schema) ? [name, shapeOf(schema)] : []))
    .join();

/**
 * A schema in one form: `type` is a list, `const` an `enum` of one, `oneOf` an `anyOf` where only one can match, and
 * `type` says what `anyOf` says of `null` and of types alone.
 */
function normal(schema: Schema, outer: Schema[] = []): Schema {
  const { anyOf, oneOf, ...own } = schema;
  const either = anyOf ?? (oneOf && areDistinct(oneOf, schema) ? oneOf : undefined);
  if (outer.includes(schema) || !either || (anyOf && oneOf)) return plain(schema);
  const all = either.flatMap((one) => {
    const inner = normal(one, [...outer, schema]);
    return inner.anyOf && saysOnly(inner, "anyOf") ? inner.anyOf : [one];
  });
  const others = all.filter((one) => typesOf(one)?.join() !== "null");
  const areTypes = others.every((one) => one.type && saysOnly(one, "type"));
  const [first = nothing] = others;
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
    ...(values && {
      enum: values.filter((value) => value !== null),
      isFixed: rest.isFixed ?? ("const" in schema || !schema.type),
    }),
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
