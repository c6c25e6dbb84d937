import type { WorkItem } from "@qoder/work-client";
import { expect, test } from "vitest";
import { lineOf } from "./line.ts";

const at = (time: string) => Date.parse(`2026-07-01T${time}Z`);
const item = {
  state: "active",
  created_at: "2026-07-01T08:00:00Z",
  latest_heartbeat_at: "2026-07-01T08:01:00.123456Z",
  stopped_at: null,
};

const line = (fields: object, width = Infinity) =>
  lineOf({ ...item, ...fields } as WorkItem, width, at("08:02:03"));

test("a line counts from the creation to now, or to the end of the item", () => {
  expect(line({})).toBe("active  2m 3s  heartbeat 1m 2s ago");
  expect(line({ latest_heartbeat_at: null })).toBe("active  2m 3s  no heartbeat");
  expect(line({ state: "stopped", stopped_at: "2026-07-01T08:01:30Z" })).toBe("stopped  1m 30s");
});

test.each([
  [34, "active  2m 3s  heartbeat 1m 2s ago"],
  [33, "active  2m 3s"],
  [13, "active  2m 3s"],
  [12, "active"],
  [3, "act"],
])("%i columns get %j", (width, text) => {
  expect(line({}, width)).toBe(text);
});

test("what a server sends cannot break the line", () => {
  expect(line({ state: "a\u001b[2J", created_at: undefined })).toBe("a\\u001b[2J  -  heartbeat 1m 2s ago");
});
