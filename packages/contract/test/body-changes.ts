import { regExpOf, type Schema, subschemas } from "@qoder/work-codegen";
import { validValue } from "../src/sample.ts";
import { nullInType } from "../src/schemas.ts";
import { answeredOf, isMap, typesOf, withoutNull } from "./complete.ts";

/** One change of a schema, as what it does to an answer. */
interface BodyChange {
  kind: string;
  /** Place of the change: names of fields from the body on; `*` for every value of a map or a list. */
  at: string[];
  /** Whether the changed schema allows what the true one does not. An `enum` is open, and so are most objects. */
  breaking: boolean;
  /** A value that the changed schema allows, from one that the true schema allows; `undefined` for none. */
  use: (value: unknown) => unknown;
}

type Fields = Record<string, unknown>;
type Change = Omit<BodyChange, "at">;

/** Changes of a schema and of everything in it. */
export function bodyChanges(written: Schema, at: string[] = [], outer: Schema[] = []): BodyChange[] {
  if (outer.includes(written)) return [];
  const schema = nullInType(written);
  const { additionalProperties, items } = schema;
  const properties = answeredOf(schema);
  const own = [typeChanges, valueChanges, stringChanges, objectChanges].flatMap((changes) => changes(schema));
  const inside = (inner: Schema, name: string) => bodyChanges(inner, [...at, name], [...outer, written]);
  return [
    ...own.map((change) => ({ ...change, at })),
    ...Object.keys(properties).flatMap((name) => fieldLess(schema, [...at, name])),
    ...Object.entries(properties).flatMap(([name, property]) => inside(property, name)),
    ...(additionalProperties && isMap(schema) ? inside(additionalProperties, "*") : []),
    // Each item is changed to the same, which breaks the rule that they differ.
    ...(items ? inside(items, "*") : []).filter(({ breaking }) => breaking || !schema.uniqueItems),
  ];
}

/** A change, where a schema allows it to be made. */
const change = (isPossible: unknown, kind: string, breaking: boolean, use: BodyChange["use"]): Change[] =>
  isPossible ? [{ kind, breaking, use }] : [];

/** A value of each type. */
const values: Record<string, unknown> = { integer: 7, string: "7", boolean: true };

function typeChanges(schema: Schema): Change[] {
  const { type } = schema;
  const types = typesOf(schema).map((one) => (one === "number" ? "integer" : one));
  const other = Object.keys(values).find((one) => !types.includes(one)) ?? "";
  const isNullable = [type].flat().includes("null");
  return [
    ...change(type && other, "another type", true, () => values[other]),
    ...change(type && !isNullable, "null more", true, () => null),
    ...change(isNullable, "null less", false, (value) => value ?? validValue(withoutNull(schema))),
  ];
}

function valueChanges({ const: constant, enum: known = [], pattern, format }: Schema): Change[] {
  const [first, ...rest] = known;
  const isText = typeof first === "string" && !pattern && !format;
  return [
    ...change(constant !== undefined, "another const", true, () => "another"),
    ...change(isText, "an enum value more", false, () => "added"),
    ...change(rest.length > 0, "an enum value less", false, (value) => (value === first ? rest[0] : value)),
  ];
}

/** A text that breaks a format. */
const formats: Record<string, string> = {
  "date-time": "2026-07-01",
  date: "2026-07",
  time: "8 o'clock",
  email: "ada",
  uuid: "1",
  uri: "no uri",
  ipv4: "localhost",
  ipv6: "localhost",
};

function stringChanges({ pattern, format = "", maxLength, minLength }: Schema): Change[] {
  const rule = regExpOf(pattern ?? "");
  const [other, another] = ["another_1", "1", "~"].filter((text) => !rule.test(text));
  return [
    ...change(other, "another pattern", true, () => other),
    ...change(another, "a pattern less", true, () => another),
    ...change(formats[format], "another format", true, () => formats[format]),
    ...change(formats[format], "a format less", true, () => "yesterday"),
    ...change(maxLength, "a longer string", true, () => "x".repeat((maxLength ?? 0) + 1)),
    ...change(maxLength && !minLength && !pattern && !format, "a shorter string", false, () => "x"),
  ];
}

function objectChanges(schema: Schema): Change[] {
  const { properties, additionalProperties, maxProperties = 0, propertyNames = {} } = schema;
  const { maxLength = 0 } = propertyNames;
  const many = Array.from({ length: maxProperties + 1 }, (_, at) => [`key${at}`, "x"]);
  const more = (value: unknown) =>
    typeof value === "object" && value !== null ? { ...value, added: "x" } : value;
  return [
    ...change(properties && !isMap(schema), "a field more", Boolean(additionalProperties?.not), more),
    ...change(maxProperties, "more properties", true, () => Object.fromEntries(many)),
    ...change(maxLength, "a longer name", true, (): Fields => ({ ["x".repeat(maxLength + 1)]: "x" })),
  ];
}

/** Only what is required must not be gone; what is required in some cases is left alone. */
function fieldLess(schema: Schema, at: string[]): BodyChange[] {
  const { required = [], properties = {} } = schema;
  const name = at.at(-1) ?? "";
  const isRequired = required.includes(name);
  const others = subschemas(schema).filter(({ keyword }) =>
    /^(then|else|dependentSchemas|anyOf|oneOf)$/.test(keyword),
  );
  if (!isRequired && others.some(({ schema: one }) => one.required?.includes(name))) return [];
  const kind = isRequired ? "optional field" : "no field";
  return [{ kind, at, breaking: isRequired && !properties[name]?.["x-mayBeMissing"], use: () => undefined }];
}
