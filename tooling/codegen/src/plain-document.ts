import { type Direction, SchemaWriter } from "./json-schema.ts";
import type { Api, Content, Document, Header, Node, Operation, Response } from "./model.ts";

/** Holds the type of TypeScript that a schema has. */
export const typeKeyword = "x-type";

/** A parameter may also be there without a value, which `exactOptionalPropertyTypes` tells from one that is left out. */
const none = { type: "union", [typeKeyword]: "undefined" };

/** A plain document for openapi-typescript: one media type for each body, and what is sent apart from what is received. */
export function plainDocument(api: Api): Document {
  const writer = new SchemaWriter(api, plain);
  const described = ({ name, description, deprecated, required, schema }: Header, direction: Direction) => {
    const written = writer.written(schema, direction);
    const type = required || direction === "received" ? written : { anyOf: [written, none] };
    return { name, description, deprecated, required, schema: type };
  };
  const content = ([content]: Content[], direction: Direction) =>
    content && { content: { [content.mediaType]: { schema: writer.written(content.schema, direction) } } };
  const response = ({ status, description, headers, contents }: Response) => {
    const named = headers.map((header) => [header.name, described(header, "received")]);
    return [status, { description, headers: Object.fromEntries(named), ...content(contents, "received") }];
  };
  const operation = ({ id, summary, description, deprecated, parameters, body, responses }: Operation) => ({
    ...{ operationId: id, summary, description, deprecated },
    parameters: parameters.map((one) => ({ in: one.in, ...described(one, "sent") })),
    ...(body && { requestBody: { required: body.required, ...content(body.contents, "sent") } }),
    responses: Object.fromEntries(responses.map(response)),
  });
  const paths: Record<string, Record<string, object>> = {};
  for (const one of api.operations) paths[one.path] = { ...paths[one.path], [one.method]: operation(one) };
  return { openapi: "3.1.0", info: api.info, paths, components: { schemas: writer.components } };
}

/** A schema whose types are those of the values that servers really send. `string & {}` completes to the others of its union. */
function plain(schema: Node, direction: Direction) {
  const { enum: values, const: constant, type, ...rest } = schema;
  if (constant === null) return { ...rest, type: "null" };
  if (!Array.isArray(values)) return withFields(schema, direction);
  if (type === "object") return withFields({ ...rest, type }, direction); // whose type says more than its values
  const known = values.filter((value) => value !== null);
  const bases = new Set(known.map((value) => typeof value).filter((base) => base !== "boolean"));
  const others = direction === "received" ? [...bases].map((base) => `(${base} & {})`) : [];
  const isNullable = values.includes(null) || [type].flat().includes("null");
  const types = [...known.map((value) => JSON.stringify(value)), ...others, ...(isNullable ? ["null"] : [])];
  return { ...rest, type: "union", [typeKeyword]: types.join(" | ") };
}

/** A schema with the fields that openapi-typescript overlooks: required ones without a schema, and those beside `anyOf`. */
function withFields({ anyOf, ...schema }: Node, direction: Direction): Node {
  const { allOf = [], required = [], additionalProperties: others } = schema;
  const missing = required.filter((name: string) => !Object.hasOwn(schema["properties"] ?? {}, name));
  const unsaid = Object.fromEntries(missing.map((name: string) => [name, others || {}]));
  const properties: Node = { ...schema["properties"], ...unsaid };
  const named = Object.values(properties);
  // TypeScript asks of an object that each field fits, also those with a name.
  const isMixed = direction === "sent" && Object.keys(others ?? {}).length > 0 && named.length > 0;
  const areObjects =
    anyOf?.every(({ type = "object" }: Node) => type === "object") || schema["type"] === "object";
  return {
    ...schema,
    ...(named.length > 0 && { properties }),
    ...(isMixed && { additionalProperties: { anyOf: [others, ...named] } }),
    ...(anyOf && (named.length > 0 && areObjects ? { allOf: [...allOf, { anyOf }] } : { anyOf })),
  };
}
