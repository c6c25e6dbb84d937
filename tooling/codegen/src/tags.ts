import { typesOf } from "./json-types.ts";
import type { Schema } from "./model.ts";

/** What the discriminator of a union says of an alternative at an index; undefined if the alternative says it itself. */
export function toldBy(union: Schema, keyword: string, one: Schema, index = ""): Schema | undefined {
  const { propertyName = "", tags = [] } = union.discriminator ?? {};
  const property = /^(one|any)Of$/.test(keyword) ? one.properties?.[propertyName] : undefined;
  if (!property || property.const !== undefined || !typesOf(property).includes("string")) return undefined;
  const values = property.enum?.length === 1 ? property.enum : tags[Number(index)];
  if (!values) return undefined;
  return { type: "object", properties: { [propertyName]: { enum: values } }, required: [propertyName] };
}

type Member = { $ref?: string };

/** For each alternative, the values of a discriminator that lead to it: those of the mapping, else the name of the schema. */
export const tagsOf = (members: Member[], mapping: Record<string, string> = {}): (string[] | undefined)[] =>
  members.map(({ $ref }) => {
    if ($ref === undefined) return undefined;
    const name = $ref.split("/").at(-1) ?? "";
    const mapped = Object.entries(mapping).filter(([, target]) => target.split("/").at(-1) === name);
    return mapped.length > 0 ? mapped.map(([value]) => value) : [name];
  });
