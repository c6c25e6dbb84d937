import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@qoder/work-mock";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { ids, item, main, qoderWork, start } from "./qoder-work.test-helper.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

const get = (...args: string[]) => qoderWork(["get", ...ids, "--base-url", mock.url, ...args]);

test("get prints every field of the work item, one per line, without colour in a pipe", async () => {
  const { code, stdout, stderr } = await get();
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toBe(`${item.id} is ${item.state}`);
  expect(lines).toContain(`  started_at           ${item.started_at}`);
  expect(lines).toContain("  stopped_at           -");
  expect(lines).toContain(`  data.id              ${item.data.id}`);
  expect(lines).toContain("  metadata.job         daily-report");
});

test("get --json prints the body and nothing else", async () => {
  const { code, stdout, stderr } = await get("--json");
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toStrictEqual(item);
});

test("a failure is one line on stderr, with an exit code of its own", async () => {
  const closed = await startMock();
  await closed.close();
  const cases: [args: string[], token: string, code: number, stderr: RegExp][] = [
    [["get", ...ids], "", 2, /there is no token: set QODER_PAT/],
    [["get", ...ids], "pt-secret é", 2, /set `token` or QODER_PAT \(ASCII\)/],
    [["get", item.environment_id, "poll"], "pt-secret", 2, /work_id must match .*received "poll"/],
    [
      ["get", ...ids, "--base-url", "nowhere"],
      "pt-secret",
      2,
      /argument 'nowhere' is invalid. Expected an http or https URL/,
    ],
    [["get", item.environment_id], "pt-secret", 2, /missing required argument 'work_id'/],
    [["fetch"], "pt-secret", 2, /unknown command 'fetch'/],
    [
      ["get", ...ids, "--jsn"],
      "pt-secret",
      2,
      /^qoder-work: unknown option '--jsn' \(Did you mean --json\?\)$/m,
    ],
    [
      ["get", ...ids, "--base-url", `${mock.url}/nothing`],
      "pt-secret",
      4,
      /404 not_found_error: the spec has no path \/nothing/,
    ],
    [
      ["get", ...ids, "--base-url", closed.url],
      "pt-secret",
      6,
      /no complete answer: connect ECONNREFUSED .*Check --base-url .*See https:.*errors\.html#connection$/m,
    ],
  ];
  for (const [args, token, code, stderr] of cases) {
    const result = await qoderWork(args, { QODER_PAT: token });
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toMatch(stderr);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(result.stderr).not.toContain("pt-secret");
  }
});

test("an answer of a gateway has an exit code of its own", async () => {
  mock.reply({ status: 410, body: "<html>" });
  const { code, stderr } = await get();
  mock.reply();
  expect({ code, stderr }).toMatchObject({ code: 5, stderr: expect.stringMatching(/410 without envelope/) });
});

test("with --json an error is a line of JSON on stderr", async () => {
  const failed = async (...args: string[]) => {
    const { code, stdout, stderr } = await qoderWork([...args, "--json"]);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    const { error } = JSON.parse(stderr);
    expect(error.exit_code).toBe(code);
    return error;
  };
  mock.reply(404);
  expect(await failed("get", ...ids, "--base-url", mock.url)).toStrictEqual({
    message: expect.stringMatching(/^404 not_found_error: /),
    kind: "api",
    operation: "getWorkItem",
    status: 404,
    type: "not_found_error",
    param: "work_id",
    request_id: expect.any(String),
    attempts: 1,
    docs: expect.stringMatching(/^https:.*errors\.html#not_found_error$/),
    exit_code: 4,
  });
  mock.reply();
  expect(await failed("get")).toStrictEqual({
    message: "missing required argument 'environment_id'",
    exit_code: 2,
  });
});

test("line ends of Windows, from files, are no part of a token, an id or an option", async () => {
  const args = ["get", ...ids, "--base-url", mock.url].map((arg) => `${arg}\r`);
  const { code, stdout } = await qoderWork(args, { QODER_PAT: "pt-secret\r\n" });
  expect({ code, stdout }).toStrictEqual({ code: 0, stdout: (await get()).stdout });
});

test("Ctrl-C ends get at once", async () => {
  mock.reset();
  mock.reply({ example: "active", delay: 60_000 });
  const { child, result } = start(process.execPath, [main, "get", ...ids, "--base-url", mock.url]);
  await vi.waitUntil(() => mock.requests.length > 0, { timeout: 30_000 });
  child.kill("SIGINT");
  expect(await result).toStrictEqual({ code: 130, stdout: "", stderr: "" });
  expect(mock.requests).toHaveLength(1);
  mock.reset();
});

test("a disk that is full is an error", async () => {
  const args = ["--norc", "-c", '"$@" > /dev/full', "bash", process.execPath, main, "get", ...ids];
  const { code, stderr } = await start("bash", [...args, "--base-url", mock.url]).result;
  expect({ code, stderr }).toStrictEqual({
    code: 1,
    stderr: expect.stringMatching(/^qoder-work: ENOSPC.*\n$/),
  });
});

test("--help documents the exit codes", async () => {
  expect(await qoderWork(["get", "--help"])).toMatchObject({ code: 0, stderr: "" });
  expect((await qoderWork(["--help"])).stdout).toMatch(/Exit codes:\n {2}0 +done\n/);
});

test("--version is that of the package, with the spec that its client was built from", async () => {
  const file = fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json"));
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
  const { stdout } = await qoderWork(["--version"]);
  expect(stdout).toBe(`${manifest.version} (API ${spec.info.version}, spec ${hash})\n`);
});
