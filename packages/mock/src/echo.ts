import { isDeepStrictEqual } from "node:util";
import { type Operation, responseOf } from "./documented.ts";
import type { Asked } from "./received.ts";

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** Returns the value of a field that repeats the request; undefined if it does not. */
type Echo = (name: string, schema: Schema, isTop: boolean) => string | undefined;

/**
 * Returns the body of an answer with what the API repeats of the request: each path parameter in the fields that have
 * its name and schema, or at the top in an `id` of its schema, and `x-request-id` in `request_id`.
 */
export function echoed(operation: Operation, status: number, request: Asked, body: unknown): unknown {
  const { params, headers } = request;
  const path = (operation.request?.path ?? []).toReversed(); // the last one is the closest to the answer
  return replaced(
    responseOf(operation, status)?.contents?.[0]?.schema as Schema,
    body,
    (name, schema, isTop) => {
      if (isTop && name === "request_id") return headers["x-request-id"];
      const isOf = (parameter: (typeof path)[number]) =>
        isDeepStrictEqual(bare(parameter.schema), bare(schema)) &&
        (parameter.name === name || (isTop && name === "id"));
      return params[path.find(isOf)?.name ?? ""];
    },
  );
}

function replaced(schema: Schema = {}, value: unknown, echo: Echo, isTop = true): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(schema.items, item, echo, false));
  if (typeof value !== "object" || value === null) return value;
  const properties = propertiesOf(schema);
  const fields = Object.entries(value).map(([name, inner]) => {
    const property = properties[name];
    const own = property && /string|number/.test(typeof inner) ? echo(name, property, isTop) : undefined;
    if (own !== undefined) return [name, typeof inner === "number" ? Number(own) : own];
    return [name, replaced(property, inner, echo, false)];
  });
  return Object.fromEntries(fields);
}

/** The properties of a schema, and of what it is composed of. */
function propertiesOf({ properties, allOf = [], anyOf = [], oneOf = [] }: Schema): Record<string, Schema> {
  return Object.assign({}, properties, ...[...allOf, ...anyOf, ...oneOf].map(propertiesOf));
}

/** A schema without what Prism adds to that of a parameter. */
const bare = (schema: object = {}) => ({ ...schema, $schema: undefined, "x-stoplight": undefined });
