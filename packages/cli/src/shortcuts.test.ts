import { type Mock, startMock } from "@qoder/work-mock";
import { Command } from "commander";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { ids, item, qoderWork } from "../test/qoder-work.ts";
import { addShortcut } from "./command.ts";
import { operations } from "./generated/commands.gen.ts";
import type { Parameter } from "./operation.ts";

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

test("a shortcut asks for each required parameter, wherever the request has it", async () => {
  vi.stubEnv("QODER_PAT", "pt-any");
  const parameters: Parameter[] = operations.getWorkItem.parameters;
  const own = parameters.filter(({ required }) => required);
  const more = { in: "header", required: true, description: "A.", type: "string", list: false };
  parameters.push(
    { ...more, name: "Case-Tenant" },
    { ...more, name: "case_level", in: "query", type: "integer", list: true },
    { ...more, name: "case_optional", in: "query", required: false },
  );
  onTestFinished(() => {
    parameters.splice(-3);
    vi.unstubAllEnvs();
  });
  const program = new Command().exitOverride();
  const received: unknown[] = [];
  addShortcut(program, "show", "getWorkItem", "show it", (_, params) => void received.push(params));
  const texts = own.map(({ name }) => `${name}_1`);
  await program.parseAsync(["show", ...texts, "acme", "3"], { from: "user" });
  const expected = own.map(({ name }, at) => [name, texts[at]]);
  expect(received).toStrictEqual([
    { ...Object.fromEntries(expected), "Case-Tenant": "acme", case_level: ["3"] },
  ]);
  await expect(program.parseAsync(["show", ...texts, "acme", "x"], { from: "user" })).rejects.toThrow(
    "`case_level` must be an integer",
  );
});
