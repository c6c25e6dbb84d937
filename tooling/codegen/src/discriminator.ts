import { typesOf } from "./json-types.ts";
import type { Node, Schema } from "./model.ts";

/** Adds to a written alternative the value that the discriminator of its union demands, unless it has one itself. */
export function withTag(written: unknown, union: Schema, keyword: string, one: Schema, index = ""): unknown {
  const { propertyName = "", tags = [] } = union.discriminator ?? {};
  const property = /^(one|any)Of$/.test(keyword) ? one.properties?.[propertyName] : undefined;
  if (!property || property.const !== undefined || !typesOf(property).includes("string")) return written;
  const values = property.enum?.length === 1 ? property.enum : tags[Number(index)];
  if (!values?.length) return written;
  const tag = { type: "object", properties: { [propertyName]: { enum: values } }, required: [propertyName] };
  return { allOf: [written, tag] };
}

/** For each alternative, the values of a discriminator that lead to it: those of the mapping, else the name of the schema. */
export const tagsOf = ({ anyOf = [], oneOf = anyOf, discriminator }: Node): string[][] =>
  oneOf.map(({ $ref }: Node) => {
    const name = $ref?.split("/").at(-1);
    const mapping = Object.entries<string>(discriminator?.mapping ?? {});
    const mapped = mapping.filter(([, to]) => to.split("/").at(-1) === name);
    return name === undefined || mapped.length > 0 ? mapped.map(([value]) => value) : [name];
  });
