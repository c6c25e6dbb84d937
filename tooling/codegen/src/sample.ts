import type { Schema } from "./model.ts";

/**
 * A value that a schema allows: its example or default where it has one, else one made from the type. An object has the
 * fields that are required. A `pattern` other than a prefix is not followed.
 */
export function sampleOf(schema: Schema, outer: Schema[] = []): unknown {
  const [first] = schema.examples ?? [];
  const documented = first ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (documented !== undefined) return documented;
  const [variant] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  if (variant && !schema.type) return sampleOf(variant, outer);
  const [type] = [schema.type ?? (schema.properties ? "object" : "null")].flat();
  const inside = [...outer, schema];
  switch (type) {
    case "string":
      return stringOf(schema);
    case "integer":
    case "number":
      return numberOf(schema);
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: schema.minItems ?? (outer.includes(schema) ? 0 : 1) }, () =>
        sampleOf(schema.items ?? {}, inside),
      );
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, inside)]),
      );
    default:
      return null;
  }
}

const formats: Record<string, string> = {
  "date-time": "2026-07-01T08:15:01Z",
  date: "2026-07-01",
  time: "08:15:01Z",
  uuid: "cb80235f-76a2-4ff3-9e28-5aa2da12dc14",
  email: "ada@example.com",
  uri: "https://example.com/",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  hostname: "example.com",
};

function stringOf({ format = "", pattern = "", minLength = 0, maxLength = Infinity }: Schema): string {
  const [, prefix] = /^\^([\w-]+)/.exec(pattern) ?? [];
  const text = prefix ? `${prefix}1` : (formats[format] ?? "text");
  return text.padEnd(minLength, "x").slice(0, maxLength);
}

function numberOf({
  minimum = -Infinity,
  exclusiveMinimum = -Infinity,
  maximum = Infinity,
  ...schema
}: Schema): number {
  const { exclusiveMaximum = Infinity, multipleOf: step = 1 } = schema;
  const lowest = Math.max(minimum, Math.floor(exclusiveMinimum / step) * step + step, -Infinity);
  const highest = Math.min(maximum, exclusiveMaximum);
  const wanted = Math.max(1, lowest);
  return wanted <= highest ? Math.ceil(wanted / step) * step : Math.floor(highest / step) * step;
}
