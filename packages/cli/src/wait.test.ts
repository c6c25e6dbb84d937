import { knownValues } from "@qoder/work-client";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ago, answer, ids, item, qoderWork, qoderWorkOnTerminal } from "../test/qoder-work.ts";

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
  expect(stdout).toMatch(new RegExp(`^${item.id} is stopped\n( .*\n)*  environment_id {2,}env_`));
  expect(mock.requests).toHaveLength(3);
});

test("--until waits for another state, and --json prints the item in a line", async () => {
  mock.reply("queued", "active", "stopped");
  const { code, stdout, stderr } = await qoderWork([...args, "--until", "active", "--json"]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`${JSON.stringify(item)}\n`);
});

test.each(["wait", "watch"])("--interval of %s is the time between two reads", async (command) => {
  const queued = Array.from({ length: 5 }, () => "queued" as const); // at the usual interval, these take 26 s
  mock.reply(...queued, "stopped");
  expect(await qoderWork([command, ...args.slice(1), "--timeout", "15s"])).toMatchObject({ code: 0 });
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
  mock.reply("active", answer({ state: "case_paused" }));
  const { code, stdout, stderr } = await qoderWork([...args, "--until", "case_paused"]);
  expect({ code, stderr }).toStrictEqual({
    code: 0,
    stderr: `qoder-work: warning: "case_paused" is not a known state (${states}); waiting for it anyway\n`,
  });
  expect(stdout).toContain(`${item.id} is case_paused\n`);
});

test("--timeout ends it, with the last error as the reason", async () => {
  const { code, stdout, stderr } = await qoderWork([...args, "--timeout", "300ms"]);
  expect({ code, stdout }).toStrictEqual({ code: 6, stdout: "" });
  expect(stderr).toMatch(
    /^qoder-work: gave up after 300 ms: the last state was "active"\. See https:.*errors\.html#timeout\n$/,
  );
  expect(await qoderWork(["watch", ...args.slice(1), "--timeout", "300ms"])).toMatchObject({ code: 6 });

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

test("on a terminal a line shows the item while it waits, and makes room for the result", async () => {
  mock.reply(answer({ created_at: ago(65), latest_heartbeat_at: ago(3) }));
  const terminal = qoderWorkOnTerminal(args, 80, { NO_COLOR: "1" });
  await vi.waitUntil(() => terminal.lines().length > 0);
  expect(terminal.lines()).toStrictEqual([
    expect.stringMatching(`^active  1m \\d+s  ${item.id}  heartbeat \\ds ago$`),
  ]);
  mock.reply("stopped");
  expect(await terminal.end()).toBe(0);
  expect(terminal.lines()[0]).toMatch(`${item.id} is stopped`);
  const { stdout, stderr } = await terminal.result;
  expect(stdout).toMatch(new RegExp(`^${item.id} is stopped\n`));
  expect(stderr.startsWith("\ractive ") && stderr.endsWith("\r\u001b[K")).toBe(true);
});

test("with --json, or on a terminal that cannot redraw, there is no such line", async () => {
  for (const [env, ...options] of [[{}, "--json"], [{ TERM: "dumb" }]] as [object, ...string[]][]) {
    mock.reply("active", "stopped");
    const terminal = qoderWorkOnTerminal([...args, ...options], 80, { NO_COLOR: "1", ...env });
    expect(await terminal.end()).toBe(0);
    expect(terminal.sent()).not.toContain("\r ");
    expect(terminal.sent()).not.toContain("active");
  }
});

test("an error has the id of the item and the last state, as JSON", async () => {
  const errorOf = async (...options: string[]) => {
    const { code, stderr } = await qoderWork([...args, "--json", ...options]);
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({ id: item.id, exit_code: code, docs: expect.stringMatching(/^https:/) });
    return error;
  };
  mock.reply("queued", "stopped");
  expect(await errorOf("--until", "active")).toMatchObject({
    kind: "state",
    message: expect.stringContaining('stopped before it was seen as "active"'),
    state: "stopped",
    exit_code: 7,
  });
  mock.reply("active");
  expect(await errorOf("--timeout", "200ms")).toMatchObject({ kind: "timeout", state: "active" });
  mock.reply("active", 404);
  expect(await errorOf()).toMatchObject({ kind: "api", state: "active", status: 404 });
});

test("a state that is nearly a known one is asked for", async () => {
  mock.reply("stopped");
  const { stderr } = await qoderWork([...args, "--until", "stoped"]);
  expect(stderr).toContain(`waiting for it anyway (Did you mean stopped?)\n`);
});
