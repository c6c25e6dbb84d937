import type { Direction, Schema } from "@qoder/work-codegen";
import { expect, test } from "vitest";
import { validValue } from "./sample.ts";
import { Comparer } from "./schemas.ts";

const tree: Schema = { type: "object", properties: { name: { type: "string" } } };
tree.properties = { ...tree.properties, "a/b": { type: "array", items: tree } };

test("a schema may contain itself, and a breach names the innermost schema, the path and the value", () => {
  const comparer = new Comparer("received");
  const value = { name: "a", "a/b": [{ name: "b" }, { "a/b": [{ name: 1 }] }] };
  expect(comparer.breaches(tree, value)).toStrictEqual([
    {
      path: ["a/b", "1", "a/b", "0", "name"],
      keyword: "type",
      rule: "must be string",
      value: 1,
      schema: tree.properties?.["name"],
    },
  ]);
  expect(comparer.breaches(tree, { name: "a" })).toStrictEqual([]);
});

test("the values of an enum are in the rule", () => {
  const [breach] = new Comparer("received").breaches({ enum: ["a", "b"] }, "c");
  expect(breach?.rule).toBe("must be equal to one of the allowed values: a, b");
});

test("several alternatives that a discriminator tells apart may match", () => {
  const one = (name: string): Schema => ({ type: "object", properties: { [name]: { type: "integer" } } });
  const oneOf = [one("a"), one("b")];
  const count = (schema: Schema, value: unknown) => new Comparer("received").breaches(schema, value).length;
  expect(count({ oneOf }, { a: 1 })).toBe(1);
  expect(count({ oneOf, discriminator: { propertyName: "a" } }, { a: 1 })).toBe(0);
  expect(count({ oneOf, discriminator: { propertyName: "a" } }, { a: "1", b: "1" })).toBe(3);
});

test("a value that only an unknown value of an enum keeps from an alternative breaks the enum", () => {
  const state: Schema = { type: "string", enum: ["on", "off"] };
  const item: Schema = { type: "object", properties: { state }, required: ["state"] };
  const schema: Schema = { properties: { item: { anyOf: [item, { type: "null" }] } } };
  const breachesOf = (value: unknown) =>
    new Comparer("received").breaches(schema, value).map(({ path, keyword }) => [path.join("."), keyword]);
  expect(breachesOf({ item: { state: "idle" } })).toStrictEqual([["item.state", "enum"]]);
  expect(breachesOf({ item: {} }).map(([, keyword]) => keyword)).toContain("anyOf");
  expect(breachesOf({ item: null })).toStrictEqual([]);
});

test("a field that only goes the other way is neither required nor known", () => {
  const text: Schema = { type: "string" };
  const schema: Schema = {
    properties: { id: { ...text, readOnly: true }, secret: { ...text, writeOnly: true } },
    required: ["id", "secret"],
    additionalProperties: { not: {} },
  };
  const brokenBy = (direction: Direction, value: unknown) =>
    new Comparer(direction).breaches(schema, value).map(({ keyword }) => keyword);
  expect(brokenBy("received", { id: "a" })).toStrictEqual([]);
  expect(brokenBy("sent", { secret: "b" })).toStrictEqual([]);
  expect(brokenBy("received", { secret: "b" })).toStrictEqual(["required", "not"]);
  expect(brokenBy("sent", { id: "a" })).toStrictEqual(["required", "not"]);
});

test("a value that is made of a schema matches the pattern, also of an alternative in it", () => {
  const at = { anyOf: [{ type: "string", pattern: "^a{3}$" }, { type: "integer" }] };
  const schema = { type: "object", required: ["at"], properties: { at } };
  expect(validValue(schema)).toStrictEqual({ at: "aaa" });
});
