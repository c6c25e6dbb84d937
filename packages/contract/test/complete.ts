import type { Content, Schema } from "@qoder/work-codegen";
import { validValue } from "../src/sample.ts";
import { nullInType } from "../src/schemas.ts";

type Fields = Record<string, unknown>;

/**
 * A body in which nothing is left out that the schema allows: every optional field, a value for each null, and an entry
 * of each list and map. It is made from a documented one.
 */
export function completeBody({ schema, examples }: Content, isNull: IsNull = () => false): unknown {
  const [example] = Object.values(examples);
  return complete(schema, example?.value, [], 0, isNull);
}

/** Such bodies with null where it is allowed: first in the outermost of these places, then in those inside them, and so on. */
export function bodiesWithNull([content]: Content[]): unknown[] {
  const bodies: unknown[] = [];
  for (let level = 0, isAllowed = content !== undefined; content && isAllowed; level++) {
    isAllowed = false;
    const body = completeBody(content, (at) => {
      isAllowed ||= at === level;
      return at === level;
    });
    if (isAllowed) bodies.push(body);
  }
  return bodies;
}

/** Whether a place that may be null is, by the number of such places around it. */
type IsNull = (level: number) => boolean;

function complete(written: Schema, given: unknown, outer: Schema[], level: number, isNull: IsNull): unknown {
  if (outer.includes(written)) return given;
  const schema = nullInType(written);
  const allowsNull = [schema.type].flat().includes("null");
  if (allowsNull && isNull(level)) return null;
  const value = given ?? validValue(withoutNull(schema));
  const next = level + Number(allowsNull);
  const inside = (inner: Schema, one?: unknown) => complete(inner, one, [...outer, written], next, isNull);
  if (Array.isArray(value)) {
    const items = value.length > 0 ? value : [undefined];
    return schema.items ? items.map((one) => inside(schema.items as Schema, one)).filter(isDefined) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const properties = answeredOf(schema);
  const fields: Fields = Object.assign(Object.create(null), value); // without what any object has, such as `toString`
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(properties, name));
  const entries = isMap(schema) && others.length === 0 ? [nameIn(schema)] : others;
  const whole = [
    ...Object.entries(properties).map(([name, property]) => [name, inside(property, fields[name])]),
    ...entries.map((name) => [
      name,
      isMap(schema) ? inside(schema.additionalProperties as Schema, fields[name]) : fields[name],
    ]),
  ];
  return Object.fromEntries(whole.filter(([, one]) => isDefined(one)));
}

/** The properties that answers have. */
export const answeredOf = ({ properties = {} }: Schema): Record<string, Schema> =>
  Object.fromEntries(Object.entries(properties).filter(([, { writeOnly }]) => !writeOnly));

/** Whether fields of any name have a schema that says something of them. */
export const isMap = ({ additionalProperties }: Schema): boolean =>
  additionalProperties !== undefined &&
  Object.keys(additionalProperties).some((keyword) => keyword !== "not");

const isDefined = (value: unknown) => value !== undefined;
const nameIn = ({ propertyNames = {} }: Schema) => String(validValue({ type: "string", ...propertyNames }));

/** The types that a schema allows besides null. */
export const typesOf = ({ type }: Schema): string[] => [type ?? []].flat().filter((one) => one !== "null");

/** A schema that allows the same, but not null. */
export function withoutNull({ default: made, enum: values, ...schema }: Schema): Schema {
  const types = typesOf(schema);
  return {
    ...schema,
    ...(types.length > 0 && { type: types.length > 1 ? types : (types[0] as string) }),
    ...(made !== null && made !== undefined && { default: made }),
    ...(values && { enum: values.filter((one) => one !== null) }),
  };
}
