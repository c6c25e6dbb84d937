import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ids, item, qoderWork } from "../test/qoder-work.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const run = (...args: string[]) => qoderWork([...args, "--base-url", mock.url]);

test("stats prints the numbers of the queue", async () => {
  const { code, stdout, stderr } = await run("stats", item.environment_id);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^work_queue_stats\n( .*\n)* {2}depth {2,}\d+\n/);
  const json = JSON.parse((await run("stats", item.environment_id, "--json")).stdout);
  expect(json).toHaveProperty("workers_polling", expect.any(Number));
});

test("stop asks for a graceful stop, and with --force for one at once", async () => {
  expect((await run("stop", ...ids)).stdout).toMatch(
    new RegExp(`^${item.id} is \\w+\n( .*\n)* {2}environment_id `),
  );
  await run("stop", ...ids, "--force");
  expect(mock.requests).toMatchObject([
    { operation: "stopWorkItem", body: undefined, violations: [] },
    { operation: "stopWorkItem", body: { force: true }, violations: [] },
  ]);
});

test("set sets and removes metadata, and prints the item", async () => {
  const args = ["job=b", "note=a=b", "empty=", "--unset", "old", "__proto__=x", "--unset", "older", "--json"];
  const { code, stdout } = await run("set", ...ids, ...args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty("id", item.id);
  const metadata = { job: "b", note: "a=b", empty: "", ["__proto__"]: "x", old: null, older: null };
  expect(mock.requests).toMatchObject([{ operation: "updateWorkItem", violations: [] }]);
  expect(mock.requests[0]?.body).toStrictEqual({ metadata });
});

test.each([
  [["job"], 'expected KEY=VALUE, or --unset KEY; received "job"'],
  [[], "expected KEY=VALUE, or --unset KEY"],
])("set %j is refused before anything is sent", async (words, problem) => {
  expect(await run("set", ...ids, ...words)).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `qoder-work: ${problem}\n`,
  });
  expect(mock.requests).toStrictEqual([]);
});
