import type { WorkItem } from "@qoder/work-client";
import { expect, test } from "vitest";
import { summary, withoutSecret } from "./summary.ts";

const item = {
  id: "work_1",
  state: "paused",
  secret: "hidden",
  later: { deep: [1, "two"] },
  metadata: {},
} as unknown as WorkItem;

test("unknown fields and states are shown, and the secret is not", () => {
  expect(summary(item)).toBe(
    ["work_1 is paused", "  later.deep.0  1", "  later.deep.1  two", "  metadata      -"].join("\n"),
  );
  expect(withoutSecret(item)).not.toHaveProperty("secret");
});

test("control characters cannot reach the terminal", () => {
  const evil = { ...item, metadata: { "a\u001b[2J": "b\u0007\nc" } };
  expect(summary(evil)).toContain("metadata.a\\u001b[2J  b\\u0007\\nc");
});
