import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@qoder/work-mock";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const item = spec.components.examples.WorkItemActive.value;
const ids = [item.environment_id, item.id];

vi.setConfig({ testTimeout: 60_000 });

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

const qoderWork = (args: string[], token = "pt-secret") =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [main, ...args], { env: { QODER_PAT: token } }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
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
    [["get", ...ids], "pt-secret\n", 2, /set `token` or QODER_PAT \(ASCII\)/],
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
    const result = await qoderWork(args, token);
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

test("--help documents the exit codes", async () => {
  expect(await qoderWork(["get", "--help"])).toMatchObject({ code: 0, stderr: "" });
  expect((await qoderWork(["--help"])).stdout).toMatch(/Exit codes:\n {2}0 {2}done/);
});

test("--version is that of the package, with the spec that its client was built from", async () => {
  const file = fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json"));
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
  const { stdout } = await qoderWork(["--version"]);
  expect(stdout).toBe(`${manifest.version} (API ${spec.info.version}, spec ${hash})\n`);
});
