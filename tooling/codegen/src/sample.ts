import { sample } from "openapi-sampler";
import type { Schema } from "./model.ts";

/** A value that a schema allows: its example where it has one, else one made from its rules, with the required fields. */
export const sampleOf = (schema: Schema): unknown =>
  schema.examples?.[0] ??
  sample(schema as Parameters<typeof sample>[0], { skipNonRequired: true, quiet: true });
