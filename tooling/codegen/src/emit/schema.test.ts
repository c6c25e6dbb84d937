import { expect, test } from "vitest";
import { modelOf } from "../../test/model.ts";
import { generatedOf } from "../generate.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };
const number = { type: "number" };
const object = (properties: object, ...required: string[]) => ({ type: "object", properties, required });

/** The generated files of an API that answers `Thing` and is sent one. */
function generatedFor(schemas: object) {
  const content = { "application/json": { schema: ref("Thing") } };
  const get = { operationId: "getThing", responses: { 200: { description: "It.", content } } };
  const post = { operationId: "addThing", requestBody: { content }, responses: { 204: { description: "" } } };
  const info = { title: "Things", version: "1.0.0" };
  const paths = { "/thing": { get, post } };
  return generatedOf(modelOf({ openapi: "3.1.0", info, paths, components: { schemas } }));
}

/** The types in `components`, in one line each. */
async function typesOf(schemas: object): Promise<string> {
  const { "schema.gen.ts": code = "" } = await generatedFor(schemas);
  return (
    /schemas: (.*?); responses: never/.exec(
      code.replaceAll(/\/\*.*?\*\/|\s+/gs, " ").replaceAll(/ +/g, " "),
    )?.[1] ?? ""
  );
}

/** The bodies that the validator of answers takes. */
async function taken(schemas: object, bodies: unknown[]): Promise<unknown[]> {
  const { "validators.gen.ts": code = "" } = await generatedFor(schemas);
  const { validators } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return bodies.filter((body) => validators.getThing(body));
}

const A = object({ kind: { enum: ["a"] }, a: text }, "kind", "a");
const B = object({ kind: { enum: ["b"] }, b: text }, "kind", "b");
const union = [ref("A"), ref("B")];

test.each<[what: string, thing: object, type: string]>([
  [
    "fields beside anyOf",
    { ...object({ id: text }), anyOf: union },
    '{ id?: string; } & (components["schemas"]["A"] | components["schemas"]["B"])',
  ],
  [
    "fields beside alternatives that a field tells apart",
    { ...object({ id: text }, "id"), oneOf: union, discriminator: { propertyName: "kind" } },
    '{ id: string; } & ((components["schemas"]["A"] & { kind: "a"; }) | (components["schemas"]["B"] & { kind: "b"; }))',
  ],
  ["a required field that is not described", { ...object({ a: text }, "b") }, "{ a?: string; b: unknown; }"],
  [
    "one of two required fields",
    { ...object({ a: text, b: text }), oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    "{ a?: string; b?: string; } & ({ a: unknown; } | { b: unknown; })",
  ],
  ["a constant that is null", object({ a: { const: null } }), "{ a?: null; }"],
  ["a list of itself", { type: "array", items: ref("Thing") }, "unknown[]"],
  ["a value of JSON", { anyOf: [text, { type: "array", items: ref("Thing") }] }, "string | unknown[]"],
  ["a schema that is a part of itself", { allOf: [ref("Thing"), object({ a: text })] }, "{ a?: string; }"],
  ["nullable of OpenAPI 3.0", { nullable: true, enum: ["a"], type: "string" }, '"a" | (string & {}) | null'],
  [
    "nullable of OpenAPI 3.0 beside a type and a $ref",
    { type: "object", nullable: true, allOf: [ref("A")] },
    '{ kind: "a" | (string & {}); a: string; } | null',
  ],
  [
    "fields beside alternatives that need be no object",
    { properties: { a: text }, anyOf: [text, { type: "null" }] },
    "{ a?: string; } | string | null",
  ],
  [
    "required fields that every object has",
    { ...object({ a: text }, "toString", "__proto__") },
    "{ a?: string; toString: unknown; __proto__: unknown; }",
  ],
  [
    "nullable of OpenAPI 3.0 beside a $ref",
    { nullable: true, allOf: [ref("A")] },
    'components["schemas"]["A"] | null',
  ],
])("the type of %s", async (_, Thing, type) => {
  expect(await typesOf({ Thing, A, B })).toContain(`Thing: ${type}; A: {`);
});

test("other fields need not fit those with a name where they are read, and must be writable where they are sent", async () => {
  const Thing = { ...object({ count: number }, "count"), additionalProperties: text };
  expect(await typesOf({ Thing })).toBe(
    "{ Thing: { count: number; } & { [key: string]: string; }; " +
      "ThingInput: { count: number; } & { [key: string]: string | number; }; }",
  );
});

test("texts beside nullable of OpenAPI 3.0 are those of the whole", async () => {
  const owner = { nullable: true, allOf: [ref("A")], readOnly: true, description: "Who owns it." };
  const types = await typesOf({ Thing: object({ owner, other: {} }, "owner"), A });
  expect(types).toContain('readonly owner: components["schemas"]["A"] | null');
  expect(types).toContain("ThingInput: { other?: unknown; }");
});

test("a supertype that lists its subtypes is each of them, and a subtype is itself", async () => {
  const Thing = {
    ...object({ kind: text }, "kind"),
    oneOf: [ref("Cat"), ref("Dog")],
    discriminator: { propertyName: "kind" },
  };
  const Cat = { allOf: [ref("Thing"), object({ meows: { type: "boolean" } })] };
  const schemas = { Thing, Cat, Dog: { allOf: [ref("Thing")] } };
  expect(await typesOf(schemas)).toContain(
    "Cat: { kind: string; meows?: boolean; }; Dog: { kind: string; }; }",
  );
  const cat = { kind: "Cat", meows: true };
  expect(await taken(schemas, [cat, { kind: "Dog" }, { kind: "Cat", meows: 1 }])).toStrictEqual([
    cat,
    { kind: "Dog" },
  ]);
});

test("fields that every object has are only those of its own", async () => {
  const Thing = object({ constructor: text, toString: text }, "constructor");
  const bodies: unknown[] = [{ constructor: "a" }, {}, { constructor: "a", toString: 1 }];
  expect(await taken({ Thing }, bodies)).toStrictEqual([{ constructor: "a" }]);
});

test("limits of OpenAPI 3.0 that are exclusive, and a name that is no word", async () => {
  const Limit = { type: "number", minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false };
  const Thing = object({ limit: ref("Größe") });
  const bodies = [1, 1.5, 5, 6].map((limit) => ({ limit }));
  expect(await taken({ Thing, Größe: Limit }, bodies)).toStrictEqual(bodies.slice(1, 3));
});

test("a validator never throws, whatever fails first", async () => {
  const Thing = { patternProperties: { "^a": false }, anyOf: [{ properties: { a: text } }, true] };
  expect(await taken({ Thing }, [{ a: 1, b: 2 }, { b: 2 }])).toStrictEqual([{ b: 2 }]);
});
