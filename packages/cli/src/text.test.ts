import { expect, test, vi } from "vitest";
import { aligned, cut, jsonOf, printable } from "./text.ts";

/** ESC, a C1 control, a line end, right-to-left override, soft hyphen, line separator, a tag, half a character. */
const evil = "a\u001b[2J\u009b\n\u202e\u00ad\u2028\u{e0041}\ud800b";

test("whatever could move a terminal or hide text is escaped, and the rest stays", () => {
  expect(printable(evil)).toBe("a\\u001b[2J\\u009b\\n\\u202e\\u00ad\\u2028\\udb40\\udc41\\ud800b");
  expect(printable('"é中👍\\')).toBe('"é中👍\\');
});

test("JSON stays the same JSON, also with an indent", () => {
  for (const indent of [0, 2]) {
    const text = jsonOf({ [evil]: [evil] }, indent);
    expect(text).not.toMatch(/[\p{Cf}\u009b\u2028]/u);
    expect(JSON.parse(text)).toStrictEqual({ [evil]: [evil] });
  }
});

test("the token is hidden", () => {
  vi.stubEnv("QODER_PAT", "pt-secret\n");
  expect([printable("Bearer pt-secret."), jsonOf(["pt-secret"])]).toStrictEqual([
    "Bearer [redacted].",
    '["[redacted]"]',
  ]);
  vi.stubEnv("QODER_PAT", "x"); // for a mock
  expect(printable("example")).toBe("example");
  vi.unstubAllEnvs();
});

test("a column is as wide as its widest cell on a terminal, and a line is cut between characters", () => {
  expect(
    aligned([
      ["状態", "1"],
      ["a👍", "2"],
      ["three", "-"],
    ]),
  ).toStrictEqual(["状態   1", "a👍    2", "three  -"]);
  const texts = ["状態状態", "abc👍", "ab…cd", "e\u0301e\u0301e\u0301e\u0301e\u0301", "abc"];
  expect(texts.map((text) => cut(text, 4))).toStrictEqual([
    "状…",
    "abc…",
    "ab……",
    "e\u0301e\u0301e\u0301…",
    "abc",
  ]);
  expect([0, 1].map((width) => cut("abc", width))).toStrictEqual(["", "…"]);
});
