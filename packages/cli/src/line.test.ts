import { stripVTControlCharacters } from "node:util";
import type { WorkItem } from "@qoder/work-client";
import { expect, test } from "vitest";
import { lineOf } from "./line.ts";

const at = (time: string) => Date.parse(`2026-07-01T${time}Z`);
const id = "work_019f3be4fd2475d9a784bf2c739e1194";
const item = {
  id,
  state: "active",
  created_at: "2026-07-01T08:00:00Z",
  latest_heartbeat_at: "2026-07-01T08:01:00.123456Z",
  stopped_at: null,
};

const line = (fields: object, width = Infinity) =>
  stripVTControlCharacters(lineOf({ ...item, ...fields } as WorkItem, width, at("08:02:03")));

test("a line counts from the creation to now, or to the end of the item", () => {
  expect(line({})).toBe(`active  2m 3s  ${id}  heartbeat 1m 2s ago`);
  expect(line({ latest_heartbeat_at: null })).toBe(`active  2m 3s  ${id}  no heartbeat`);
  expect(line({ state: "stopped", stopped_at: "2026-07-01T08:01:30Z" })).toBe(`stopped  1m 30s  ${id}`);
});

test.each([
  [73, `active  2m 3s  ${id}  heartbeat 1m 2s ago`],
  [72, `active  2m 3s  ${id}`],
  [39, "active  2m 3s  work_019f3be4fd2475d9a7…"],
  [27, "active  2m 3s  work_019f3b…"],
  [26, "active  2m 3s"],
  [13, "active  2m 3s"],
  [12, "active"],
  [3, "ac…"],
])("%i columns get %j", (width, text) => {
  expect(line({}, width)).toBe(text);
});

test("what a server sends cannot break the line", () => {
  expect(line({ state: "a\u001b[2J", created_at: undefined })).toBe(
    `a\\u001b[2J  -  ${id}  heartbeat 1m 2s ago`,
  );
});

test("wide characters take the columns that a terminal gives them", () => {
  expect(line({ state: "停止中🛑" }, 7)).toBe("停止中…");
  expect(line({ state: "停止中🛑" }, 14)).toBe("停止中🛑");
  expect(line({ state: "停止中🛑" }, 15)).toBe("停止中🛑  2m 3s");
});

test("from a day on, a line has the date, as with the data of a mock", () => {
  const old = { ...item, created_at: "2026-06-28T08:00:00Z", latest_heartbeat_at: "2026-06-30T08:00:00Z" };
  expect(line(old)).toBe(`active  since 2026-06-28  ${id}  heartbeat 2026-06-30`);
  expect(line({ ...old, stopped_at: "2026-06-30T09:00:00Z" })).toBe(`active  2d 1h  ${id}`);
  expect(line({ created_at: "2026-06-30T08:02:03Z" })).toMatch("since 2026-06-30");
  expect(line({ created_at: "2026-06-30T08:02:04Z" })).toMatch("23h 59m");
});
