import { typesOf } from "./json-types.ts";
import type { Schema } from "./model.ts";

/** What the discriminator of a union says of an alternative at an index; undefined if the alternative says it itself. */
export function toldBy(union: Schema, keyword: string, one: Schema, index = ""): Schema | undefined {
  const { propertyName = "", tags = [] } = union.discriminator ?? {};
  const property = /^(one|any)Of$/.test(keyword) ? one.properties?.[propertyName] : undefined;
  if (!property || property.const !== undefined || !typesOf(property).includes("string")) return undefined;
  const values = property.enum?.length === 1 ? property.enum : tags[Number(index)];
  if (!values?.length) return undefined;
  return { type: "object", properties: { [propertyName]: { enum: values } }, required: [propertyName] };
}

type Written = { $ref?: string };
type Union = { oneOf?: Written[]; anyOf?: Written[]; discriminator?: { mapping?: Record<string, string> } };

/** For each alternative, the values of a discriminator that lead to it: those of the mapping, else the name of the schema. */
export const tagsOf = ({ anyOf = [], oneOf = anyOf, discriminator }: Union): string[][] =>
  oneOf.map(({ $ref }) => {
    const name = $ref?.split("/").at(-1);
    const mapped = Object.entries(discriminator?.mapping ?? {}).filter(
      ([, to]) => to.split("/").at(-1) === name,
    );
    return name === undefined || mapped.length > 0 ? mapped.map(([value]) => value) : [name];
  });
