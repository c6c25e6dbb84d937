import { sample } from "openapi-sampler";
import { withTag } from "./discriminator.ts";
import type { Node, Schema } from "./model.ts";
import { regExpOf } from "./patterns.ts";
import { mapSchemas } from "./subschemas.ts";

/** Whether to leave out what only answers have, and what is not required (true by default). */
export type SampleOptions = { skipReadOnly?: boolean; skipNonRequired?: boolean };

/** A value that a schema allows: its example where it has one, else one made from its rules. */
export const sampleOf = (schema: Schema, options: SampleOptions = {}): unknown =>
  schema.examples?.[0] ?? sample(samplable(schema), { skipNonRequired: true, quiet: true, ...options });

const known = new WeakMap<Schema, Node>();

/** Texts of formats that the sampler does not know. */
const ofFormat = new Map([
  ["duration", "PT1H"],
  ["iso-time", "17:32:28Z"],
  ["iso-date-time", "2019-08-24T14:15:22Z"],
  ["json-pointer-uri-fragment", "#/json/pointer"],
]);

/** A schema for the sampler, which would name the fields of any map `property1` and `property2`. */
function samplable(schema: Schema): Node {
  const done = known.get(schema);
  if (done) return done;
  const copy: Node = {};
  known.set(schema, copy);
  for (const [keyword, value] of Object.entries(schema))
    copy[keyword] = mapSchemas(keyword, value, (inner: Schema, key) =>
      withTag(samplable(inner), schema, keyword, inner, key),
    );
  const text = schema.enum ? undefined : ofFormat.get(schema.format ?? "");
  if (text !== undefined) copy.default ??= text;
  const { additionalProperties: others, patternProperties = {}, propertyNames, required = [] } = schema;
  const [name] = (propertyNames?.enum ?? []).map(String);
  if (others?.not || name !== undefined) copy.additionalProperties = false;
  if (name === undefined) return copy;
  const [, own = others] =
    Object.entries(patternProperties).find(([pattern]) => regExpOf(pattern).test(name)) ?? [];
  copy.properties = { ...copy.properties, [name]: samplable(own ?? {}) };
  copy.required = [...required, name];
  return copy;
}
