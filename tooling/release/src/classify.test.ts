import { expect, test } from "vitest";
import { classify } from "./classify.ts";
import type { Judged } from "./policy.ts";

const change = (rest: Partial<Judged>): Judged => ({
  path: "#/paths/~1work/get",
  typeName: "Operation",
  kind: "modified",
  impact: "patch",
  verdicts: [],
  sides: new Set(["request"]),
  isText: false,
  shapes: [""],
  nodes: [[], []],
  ...rest,
});

test("what no rule knows counts as breaking", () => {
  const unknown = change({ property: "x".repeat(3), base: { file: "", pointer: "#/", line: 1 } });
  expect(classify(unknown)).toEqual({ bump: "major", reason: expect.stringContaining("No rule knows") });
  expect(classify(change({ kind: "removed", path: "#/paths/~1work/get/callbacks" })).bump).toBe("major");
});

test("a new name of a path parameter breaks, at the parameter and in the path", () => {
  const renamed = change({
    typeName: "Parameter",
    property: "name",
    nodes: [[], [{ in: "path", name: "id" }]],
  });
  expect(classify(renamed)).toEqual({ bump: "major", reason: expect.stringContaining("by this name") });
  expect(classify(change({ typeName: "PathItem", property: "key" })).bump).toBe("major");
});
