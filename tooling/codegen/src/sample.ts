import { sample } from "openapi-sampler";
import type { Schema } from "./model.ts";
import { mapSchemas } from "./subschemas.ts";

/** Whether to leave out what only answers have, and what is not required (true by default). */
export type SampleOptions = { skipReadOnly?: boolean; skipNonRequired?: boolean };

/** A value that a schema allows: its example where it has one, else one made from its rules. */
export const sampleOf = (schema: Schema, options: SampleOptions = {}): unknown =>
  schema.examples?.[0] ?? sample(openOf(schema), { skipNonRequired: true, quiet: true, ...options });

const known = new WeakMap<Schema, object>();

/** A schema without that of fields which are forbidden: the sampler would make two of them. */
function openOf(schema: Schema): object {
  const open: Record<string, unknown> = {};
  if (!known.has(schema)) {
    known.set(schema, open);
    for (const [keyword, value] of Object.entries(schema))
      if (keyword !== "additionalProperties" || !schema.additionalProperties?.not)
        open[keyword] = mapSchemas(keyword, value, openOf);
  }
  return known.get(schema) ?? open;
}
