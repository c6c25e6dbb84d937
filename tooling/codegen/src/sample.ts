import { sample } from "openapi-sampler";
import type { Schema } from "./model.ts";

/**
 * A value that a schema allows: its example where it has one, else one made from its rules, with the required fields.
 *
 * @param options.skipReadOnly Leaves out what only answers have.
 */
export const sampleOf = (schema: Schema, options: { skipReadOnly?: boolean } = {}): unknown =>
  schema.examples?.[0] ??
  sample(schema as Parameters<typeof sample>[0], { skipNonRequired: true, quiet: true, ...options });
