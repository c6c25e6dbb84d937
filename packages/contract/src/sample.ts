import { regExpOf, type SampleOptions, type Schema, sampleOf } from "@qoder/work-codegen";
import { sample, stringMatching } from "fast-check";

/** A value that a schema allows: its first example, else one made from its rules, with the required fields. */
export const validValue = (schema: Schema, options?: SampleOptions): unknown =>
  fitted(schema, sampleOf(schema, options));

/** The same value, with texts that match the patterns. Of alternatives, a sample is of the first. */
function fitted(schema: Schema, made: unknown): unknown {
  const { pattern, items, properties = {} } = schema;
  const [first] = schema.oneOf ?? schema.anyOf ?? [];
  const value = first ? fitted(first, made) : made;
  if (typeof value === "string" && pattern !== undefined) {
    const rule = regExpOf(pattern);
    return rule.test(value) ? value : sample(stringMatching(rule), { seed: 1, numRuns: 1 })[0];
  }
  if (Array.isArray(value)) return items ? value.map((one) => fitted(items, one)) : value;
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, one]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, property ? fitted(property, one) : one];
  });
  return Object.fromEntries(fields);
}
