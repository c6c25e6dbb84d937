import { knownValues } from "@qoder/work-client";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { answer, ids, item, qoderWork } from "../test/qoder-work.ts";

const states = knownValues.WorkItemState.join(", ");
let mock: Mock;
let args: string[];
beforeAll(async () => {
  mock = await startMock();
  args = ["wait", ...ids, "--base-url", mock.url, "--interval", "20ms"];
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test("prints the item when it has stopped", async () => {
  mock.reply("queued", "active", "stopped");
  const { code, stdout, stderr } = await qoderWork(args);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(new RegExp(`^${item.id} is stopped\n  environment_id {2,}env_`));
  expect(mock.requests).toHaveLength(3);
});

test("--until waits for another state, and --json prints the item in a line", async () => {
  mock.reply("queued", "active", "stopped");
  const { code, stdout, stderr } = await qoderWork([...args, "--until", "active", "--json"]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`${JSON.stringify(item)}\n`);
});

test("an item that stops before is a failure of its own", async () => {
  mock.reply("queued", "stopped");
  expect(await qoderWork([...args, "--until", "active"])).toStrictEqual({
    code: 7,
    stdout: "",
    stderr: expect.stringMatching(
      `^qoder-work: ${item.id} stopped before it was seen as "active"\\. See .*errors\\.html#state\n$`,
    ),
  });
});

test("a state that is not known is waited for, with a warning", async () => {
  mock.reply("active", answer({ state: "paused" }));
  const { code, stdout, stderr } = await qoderWork([...args, "--until", "paused"]);
  expect({ code, stderr }).toStrictEqual({
    code: 0,
    stderr: `qoder-work: warning: "paused" is not a known state (${states}); waiting for it anyway\n`,
  });
  expect(stdout).toContain(`${item.id} is paused\n`);
});

test("--timeout ends it, with the last error as the reason", async () => {
  const { code, stdout, stderr } = await qoderWork([...args, "--timeout", "300ms"]);
  expect({ code, stdout }).toStrictEqual({ code: 6, stdout: "" });
  expect(stderr).toMatch(
    /^qoder-work: gave up after 300 ms: the last state was "active"\. See https:.*errors\.html#timeout\n$/,
  );

  mock.reply({ status: 503, headers: { "retry-after": "1" } });
  const { stderr: reason } = await qoderWork([...args, "--timeout", "300ms"]);
  expect(reason).toMatch(
    /^qoder-work: gave up after 300 ms: the item was not read\. The last error: 503 .*\. See https:.*#timeout\n$/,
  );
});

test("a failure that is waited out is a warning, in JSON with --json", async () => {
  const failed = { status: 503, headers: { "retry-after": "0" } };
  mock.reply(failed, failed, failed, "stopped");
  const { code, stderr } = await qoderWork([...args, "--json"]);
  expect(code).toBe(0);
  const { warning } = JSON.parse(stderr);
  expect(warning).toMatchObject({ kind: "api", status: 503, attempts: 3 });
  expect(warning).not.toHaveProperty("exit_code");
});

test("a signal ends it at once", async () => {
  mock.reply({ example: "active", delay: 60_000 });
  const stop = new AbortController();
  const result = qoderWork(args, {}, stop.signal);
  await vi.waitUntil(() => mock.requests.length > 0);
  stop.abort(130);
  expect(await result).toStrictEqual({ code: 130, stdout: "", stderr: "" });
});
