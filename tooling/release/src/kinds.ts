import { definitionOf } from "./forms.ts";
import { kindOf, nothing, shapeOf, tagsOf, typeNameOf } from "./normal.ts";
import { baseOf, each, filledOf, lower, mediaOf, type Value } from "./values.ts";

/** Where the policy of neither side holds, such as in a `not`, it is `other`. */
export type Side = "request" | "response" | "other";

/** The name of a schema, if it is a component of one of the APIs. */
export type NameOf = (schema: Value) => string | undefined;

/** The parts of a form that one keyword holds: one node, nodes by name, or a list of nodes. */
export interface Kind {
  holds?: "named" | "list";
  /** Keys that pair the parts of the old and the new form; tried in this order. */
  keys?: ((part: Value, owner: Value, name: string, nameOf: NameOf) => string | undefined)[];
  /** The name of a part of a list in sentences. */
  name?: (part: Value, nameOf: NameOf) => string;
  side?: Side;
  /** Whether a value must fulfil the whole, so that less is accepted with it than without it. */
  isCondition?: boolean;
  /** The value in a form that does not have the part. */
  absent?: (owner: Value, part: Value) => object | undefined;
  /** The value of a part before it was there. */
  covers?: (owner: Value, part: Value) => object[];
}

const blank = (path = "") => path.replace(/{.*?}/g, "{}");
export const isSuccess = ({ status }: Value) => /^2/.test(status);

const list: Kind = {
  holds: "list",
  keys: [(_part, _owner, name) => lower(name)],
  name: ({ id, status, name, mediaType, url }) => id ?? status ?? name ?? mediaType ?? url,
};
const alternatives: Kind = {
  holds: "list",
  isCondition: true,
  keys: [
    shapeOf,
    (schema, _owner, _name, nameOf) => nameOf(schema),
    ({ title }) => title,
    tagsOf,
    typeNameOf,
    () => "",
  ],
  name: (schema, nameOf) => nameOf(schema) ?? schema.title ?? typeNameOf(schema),
};

/** The kind of the parts that a keyword holds. */
export const kinds: Record<string, Kind> = {
  headers: list,
  server: { ...list, keys: [({ url }) => baseOf(url), filledOf] },
  ...each("securitySchemes", { holds: "named", keys: [definitionOf] }),
  ...each("examples variables dependentSchemas", { holds: "named" }),
  anyOf: alternatives,
  allOf: { ...alternatives, isCondition: false },
  ...each("schema field items propertyNames contentSchema", { absent: () => nothing }),
  // In these, what accepts more can let less through. Of `oneOf`, more than one may match, which refuses the value.
  ...each("not if then else contains unevaluatedItems unevaluatedProperties", {
    side: "other",
    isCondition: true,
  }),
  ...each("oneOf", { ...alternatives, side: "other" }),
  info: {},
  body: { side: "request" },
  operations: {
    ...list,
    keys: [({ method, path }) => method + path, ({ method, path }) => method + blank(path), ({ id }) => id],
  },
  parameters: {
    ...list,
    side: "request",
    keys: [
      ({ in: place, name }) => `${place} ${place === "header" ? lower(name) : name}`,
      ({ in: place, name }, { path }) => (place === "path" ? blank(path.split(`{${name}}`)[0]) : undefined),
      ({ name }) => name,
      ({ in: place, schema }) => `${place} ${shapeOf(schema)}`,
    ],
  },
  responses: {
    ...list,
    side: "response",
    covers: ({ responses }, part) =>
      isSuccess(part)
        ? []
        : responses.filter((one: Value) => [`${part.status[0]}xx`, "default"].includes(lower(one.status))),
  },
  // The server sends these, and receives their responses.
  ...each("callbacks webhooks", {
    ...list,
    keys: [({ method, path }) => method + path],
    name: ({ operationId, path }) => operationId ?? path,
    side: "response",
  }),
  contents: { ...list, keys: [({ mediaType }) => mediaOf(mediaType), () => ""] },
  fields: {
    ...list,
    keys: [({ side, name }) => `${side} ${name}`],
    covers: ({ additionalProperties, unevaluatedProperties = nothing, patternProperties = {} }) =>
      [additionalProperties ?? unevaluatedProperties, ...Object.values<object>(patternProperties)].filter(
        (schema) => kindOf(schema) === "map",
      ),
  },
  prefixItems: { holds: "list", absent: ({ items }) => items ?? nothing },
  // Without it, its fields are others, if those are not forbidden.
  patternProperties: {
    holds: "named",
    absent: ({ otherFields, additionalProperties = nothing }) =>
      otherFields === "none" ? undefined : additionalProperties,
  },
  // Where a form has no other fields, it says so itself.
  additionalProperties: { absent: ({ otherFields }, part) => (otherFields === "none" ? part : nothing) },
};
