import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { summary } from "./summary.ts";
import { jsonOf } from "./text.ts";

const item = {
  id: "work_1",
  type: "work",
  state: "paused",
  secret: "hidden",
  later: { deep: [1, "two"] },
  metadata: {},
};

const plain = (value: unknown) => stripVTControlCharacters(summary(value));

test("unknown fields and states are shown, and the secret is not", () => {
  expect(plain(item)).toBe(
    ["work_1 is paused", "  later.deep.0  1", "  later.deep.1  two", "  metadata      -"].join("\n"),
  );
});

test("JSON has the secret of no item, and all other fields with this name", () => {
  const metadata = { secret: "mine" };
  expect(JSON.parse(jsonOf({ data: [{ ...item, metadata }] }))).toStrictEqual({
    data: [{ id: "work_1", type: "work", state: "paused", later: { deep: [1, "two"] }, metadata }],
  });
});

test("an answer without an id has its type as the title", () => {
  expect(plain({ type: "numbers", one: 1, none: null })).toBe("numbers\n  one   1\n  none  -");
});

test("control characters cannot reach the terminal", () => {
  const evil = { ...item, metadata: { "a\u001b[2J": "b\u0007\nc" } };
  expect(plain(evil)).toContain("metadata.a\\u001b[2J  b\\u0007\\nc");
});
