import { expect, test } from "vitest";
import type { Schema } from "./model.ts";
import { patternOf, regExpOf } from "./patterns.ts";

test.each<[schema: Schema, taken: string[], refused: string[]]>([
  [{ pattern: "^work_" }, ["work_1"], ["work_", "work_a/b", "work_a\\b", "work_a b", "job_1"]],
  [{ pattern: "^[a-z]+$" }, ["a"], ["", ".", "..", "A"]],
  [{ pattern: "^[a-z.]*$" }, ["a", "a.b", "..."], ["", ".", "..", "A"]],
  [{ pattern: "a\\:|b" }, ["a:", "xb"], ["", ".", "a"]], // only without the flag `u`
  [{ type: "integer", pattern: "(?i)a" }, ["7", "-7"], ["a", "7.5"]], // JavaScript cannot read it
  [{ type: "string", enum: ["a.b", "c/d"] }, ["a.b", "c/d"], ["axb", "a.b "]],
  [{ type: "string", format: "date" }, ["2026-05-01"], ["today"]],
  [{ type: "boolean" }, ["true"], ["1"]],
])("of the values in a path, %j allows those that are right and keep the path", (schema, taken, refused) => {
  const pattern = patternOf(schema);
  expect([...taken, ...refused].filter((value) => pattern?.test(value))).toStrictEqual(taken);
});

test("a text of any kind has no pattern, and one that cannot be read matches anything", () => {
  expect(patternOf({ type: "string" })).toBeUndefined();
  expect(regExpOf("(?i)a").test("")).toBe(true);
});
