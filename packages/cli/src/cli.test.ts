import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isGuarded } from "@qoder/work-codegen/test/authorized.ts";
import { type Mock, startMock } from "@qoder/work-mock";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { answer, ids, item, main, qoderWork, start } from "../test/qoder-work.ts";

const [environment, work] = ids;
let mock: Mock;
let get: string[];
beforeAll(async () => {
  mock = await startMock();
  get = ["get", ...ids, "--base-url", mock.url];
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

test("get prints every field of the work item, one per line, without colour in a pipe", async () => {
  const { code, stdout, stderr } = await start(process.execPath, [main, ...get]).result;
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  const [first, ...lines] = stdout.trimEnd().split("\n");
  expect(first).toBe(`${item.id} is ${item.state}`);
  const rows = lines.map((line) => /^ {2}(\S+) {2,}(.+)$/.exec(line)?.slice(1));
  expect(rows).toContainEqual(["started_at", item.started_at]);
  expect(rows).toContainEqual(["stopped_at", "-"]);
  expect(rows).toContainEqual(["data.id", item.data.id]);
  expect(rows).toContainEqual(["metadata.job", item.metadata.job]);
});

test.each([
  ["get", ...ids, "--json"],
  ["call", "getWorkItem", `environment_id=${environment}`, `work_id=${work}`],
] as string[][])("%s prints the body in a line and nothing else, without the secret", async (...args) => {
  mock.reply(answer({ secret: "hidden" } as object));
  expect(await qoderWork([...args, "--base-url", mock.url], { FORCE_COLOR: "1" })).toStrictEqual({
    code: 0,
    stdout: `${JSON.stringify(item)}\n`,
    stderr: "",
  });
});

test("a failure is one line on stderr, with an exit code of its own", async () => {
  const closed = await startMock();
  await closed.close();
  type Case = [args: string[], token: string, code: number, stderr: RegExp];
  const wrongTokens: Case[] = [
    [get, "", 2, /there is no (token|credential): set .*QODER_PAT.*\. See https:.*errors\.html#argument$/m],
    [get, "pt-secret é", 2, /the token contains a character that an HTTP header cannot carry/],
  ];
  const cases: Case[] = [
    [["gte", ...ids], "pt-secret", 2, /^qoder-work: unknown command 'gte' \(Did you mean get\?\)$/m],
    ...(isGuarded("getWorkItem") ? wrongTokens : []),
    [
      ["get", item.environment_id, "poll"],
      "pt-secret",
      2,
      /`work_id` must start with `work_`; received "poll"/,
    ],
    [
      ["get", ...ids, "--base-url", "nowhere"],
      "pt-secret",
      2,
      /--base-url must be a full URL, such as .*#argument$/m,
    ],
    [["get", item.environment_id], "pt-secret", 2, /missing required argument 'work_id'/],
    [["fetch"], "pt-secret", 2, /unknown command 'fetch'/],
    [[...get, "--jsn"], "pt-secret", 2, /^qoder-work: unknown option '--jsn' \(Did you mean --json\?\)$/m],
    [
      ["wait", ...ids, "--interval", "0.1ms"],
      "pt-secret",
      2,
      /'--interval <time>' argument '0.1ms' is invalid. Expected a time, such as 500ms, 2s or 10m\.$/m,
    ],
    [
      ["wait", ...ids, "--timeout", "10"],
      "pt-secret",
      2,
      /'--timeout <time>' argument '10' is invalid. Expected a time, such as 500ms, 2s or 10m\.$/m,
    ],
    [
      [...get, "--base-url", `${mock.url}/no`],
      "pt-secret",
      4,
      /404 not_found_error: the spec has no path \/no/,
    ],
    [
      [...get, "--base-url", closed.url],
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
  const { code, stderr } = await qoderWork(get);
  expect({ code, stderr }).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/410 from a gateway, without the API's error body/),
  });
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
  expect(await failed(...get)).toStrictEqual({
    message: expect.stringMatching(/^404 not_found_error: /),
    apiMessage: spec.components.examples.WorkItemNotFound.value.error.message,
    kind: "api",
    id: item.id,
    operation: "getWorkItem",
    status: 404,
    type: "not_found_error",
    param: "work_id",
    request_id: expect.any(String),
    attempts: 1,
    docs: expect.stringMatching(/^https:.*errors\.html#not_found_error$/),
    exit_code: 4,
  });
  expect(await failed("get")).toStrictEqual({
    kind: "argument",
    message: "missing required argument 'environment_id'",
    docs: expect.stringMatching(/errors\.html#argument$/),
    exit_code: 2,
  });
});

test("a Node that is too old is named", async () => {
  const least = manifest.engines.node.replace(">=", "");
  for (const [version, code] of [
    ["22.9.0", 1],
    [least, 0],
    ["100.1.0", 0],
  ] as const) {
    const node = vi.spyOn(process.versions, "node", "get").mockReturnValue(version);
    const result = await qoderWork([...get, "--json"]);
    node.mockRestore();
    expect(result.code, version).toBe(code);
    if (code) expect(JSON.parse(result.stderr).error.message).toContain(`needs Node ${least} or later`);
  }
});

test("line ends of Windows, from files, are no part of a token, an id or an option", async () => {
  const args = [...get, "--json"].map((arg) => `${arg}\r`);
  const env = { QODER_PAT: "pt-secret\r\n" };
  expect(await qoderWork(args, env)).toMatchObject({ code: 0, stdout: `${JSON.stringify(item)}\n` });
  mock.reply(404);
  expect(JSON.parse((await qoderWork(args, env)).stderr)).toHaveProperty("error");
});

test.each([
  ["get", ...ids],
  ["list", environment],
  ["stats", environment],
  ["stop", ...ids],
  ["set", ...ids, "job=b"],
  ["call", "getWorkItem", `environment_id=${environment}`, `work_id=${work}`],
] as string[][])("Ctrl-C ends %s at once", async (...args) => {
  mock.reply({ ...answer({}), delay: 60_000 });
  const stop = new AbortController();
  const result = qoderWork([...args, "--base-url", mock.url], {}, stop.signal);
  await vi.waitUntil(() => mock.requests.length > 0);
  stop.abort(130);
  expect(await result).toStrictEqual({ code: 130, stdout: "", stderr: "" });
  expect(mock.requests).toHaveLength(1);
});

test("--help documents the exit codes", async () => {
  const help = { code: 0, stdout: expect.stringMatching(/Exit codes:\n {2}0 +done\n/), stderr: "" };
  expect(await qoderWork(["--help"])).toStrictEqual(help);
  expect(await qoderWork(["get", "--help"])).toStrictEqual(help);
});

test.each([
  ["wait", "10m", ["stopped"]],
  ["watch", "none", []],
])("%s has the interval 2s and the timeout %s, unless others are given", async (command, timeout, others) => {
  const { stdout } = await qoderWork([command, "--help"]);
  const defaults = [...stdout.matchAll(/\(.*?default:\s+"?(\w+)"?\)/gs)].map(([, value]) => value);
  expect(defaults).toStrictEqual(["2s", timeout, ...others]);
});

test("--version is that of the package, with the spec that its client was built from", async () => {
  const file = fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json"));
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
  const { stdout } = await qoderWork(["--version"]);
  expect(stdout).toBe(`${manifest.version} (API ${spec.info.version}, spec ${hash})\n`);
});

test("QODER_BASE_URL is the default of --base-url, and its mistakes are told", async () => {
  const QODER_BASE_URL = `${mock.url}\r\n`;
  expect(await qoderWork(["get", ...ids, "--json"], { QODER_BASE_URL })).toMatchObject({
    code: 0,
    stderr: "",
  });
  expect(mock.requests).toHaveLength(1);
  expect(await qoderWork(get, { QODER_BASE_URL: "http://127.0.0.1:1" })).toMatchObject({ code: 0 });
  for (const wrong of ["nowhere", "ftp://127.0.0.1", "http://127.0.0.1?a", "http://127.0.0.1/ a"]) {
    const { code, stderr } = await qoderWork(["get", ...ids], { QODER_BASE_URL: wrong });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^qoder-work: QODER_BASE_URL (must|contains) .*#argument\n$/);
  }
  const { stdout } = await qoderWork(["get", "--help"], { QODER_BASE_URL: "nowhere" });
  expect(stdout).toContain("env: QODER_BASE_URL");
});

test("a disk that is full is an error, with a kind", async () => {
  const args = ["--norc", "-c", '"$@" --json > /dev/full', "bash", process.execPath, main, ...get];
  const { code, stderr } = await start("bash", args).result;
  expect(code).toBe(1);
  expect(JSON.parse(stderr)).toStrictEqual({
    error: { kind: "unexpected", message: expect.stringMatching(/^ENOSPC/), exit_code: 1 },
  });
});
