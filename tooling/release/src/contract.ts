import type { Node } from "./spec.ts";

/** Keywords that only speak to people. */
const texts = new Set(
  "description summary title example examples externalDocs tags info openapi bearerFormat".split(" "),
);
export const isText = (keyword: string) => texts.has(keyword) || keyword.startsWith("x-");

/** Keywords whose value is a map, so that the keys in it are names. */
const maps = new Set(
  "properties patternProperties dependentSchemas $defs paths responses headers content securitySchemes".split(
    " ",
  ),
);
/** Keywords whose value is data, or a list in which the order says nothing. */
const data = new Set(["const", "default"]);
const sets = new Set(["required", "enum", "type", "security"]);

/**
 * What a client can notice of a part of a dereferenced spec: without texts, without an order where none counts, and
 * with `allOf` resolved. Two parts of equal contract differ in nothing but how they are written.
 */
export function contractOf(part: unknown, isMap = false): unknown {
  if (Array.isArray(part)) return part.map((one) => contractOf(one));
  if (typeof part !== "object" || part === null) return part;
  const contract: Node = {};
  for (const [key, value] of Object.entries(part)) {
    if (!isMap && isText(key)) continue;
    const isSet = !isMap && sets.has(key) && Array.isArray(value);
    if (isSet) contract[key] = value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    else contract[key] = !isMap && data.has(key) ? value : contractOf(value, !isMap && maps.has(key));
  }
  return isMap ? contract : withoutAllOf(contract);
}

/** Merges the parts of an `allOf` of objects whose fields do not overlap; anything else stays as it is. */
function withoutAllOf(schema: Node): Node {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  const parts = [rest, ...allOf] as Node[];
  const known = new Set(["type", "properties", "required"]);
  const isPlain = (part: Node) =>
    Object.keys(part).every((key) => known.has(key)) &&
    [undefined, "object"].includes(part["type"] as string);
  const names = parts.flatMap((part) => Object.keys(part["properties"] ?? {}));
  if (!parts.every(isPlain) || new Set(names).size < names.length) return schema;
  const required = new Set(parts.flatMap((part) => (part["required"] as string[] | undefined) ?? []));
  return {
    ...(parts.some((part) => part["type"]) && { type: "object" }),
    properties: Object.assign({}, ...parts.map((part) => part["properties"])),
    ...(required.size > 0 && { required: [...required].toSorted() }),
  };
}
