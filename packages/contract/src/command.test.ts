import { execFile } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { expect, test } from "vitest";
import { startDriftingServer } from "../test/drifting-server.ts";
import { undocumented, unjudged } from "../test/fair.ts";
import { world } from "../test/fault.ts";
import { faults } from "../test/faults.ts";
import { api, workItem as operation } from "../test/spec.ts";
import { run } from "./command.ts";
import type { Report } from "./conformance.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const start = promisify(execFile);

/** Runs the command in this process. */
async function conformance(args: string[], token = world.token, of = api) {
  const printed = { stdout: "", stderr: "" };
  const streamOf = (name: keyof typeof printed) => ({
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const streams = { stdout: streamOf("stdout"), stderr: streamOf("stderr") };
  const code = await run(Promise.resolve(of), ["--rate", "5000", ...args], token, streams);
  return { code, stdout: stripVTControlCharacters(printed.stdout), stderr: printed.stderr };
}

const known = ["--environment", world.environment, "--work", world.work];
const others = ["--foreign-environment", world.foreign, "--cloud-environment", world.cloud];

test("a server that keeps the contract exits with 0; the report is JSON and JUnit XML too", async () => {
  await using server = await startDriftingServer(api.operations);
  await using folder = await mkdtempDisposable(join(tmpdir(), "conformance-"));
  const junit = join(folder.path, "junit.xml");
  const args = ["--base-url", server.url, ...known, ...others, "--json", "--junit", junit];
  const { code, stdout, stderr } = await conformance(args);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  const { rows }: Report = JSON.parse(stdout);
  const xml = await readFile(junit, "utf8");
  const notRun = rows.filter(({ result }) => result === "not run").length;
  expect(xml).toContain(`tests="${rows.length}" failures="0" skipped="${notRun}"`);
  expect(xml.match(/<testcase /g)).toHaveLength(rows.length);
});

test("a broken promise exits with 1: what was demanded and where, what came, and how to repeat it", async () => {
  const [fault] = faults["a number for a string"] as [(typeof undocumented)[string], RegExp];
  await using server = await startDriftingServer(api.operations, fault);
  const only = { ...api, operations: [operation] };
  const { code, stdout, stderr } = await conformance(["--base-url", server.url, ...known], world.token, only);
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(/^FAIL {2}200 .* what exists$/m);
  const [, demanded, file, line] = /demanded {2}(.*) \((.*):(\d+)\)$/m.exec(stdout) ?? [];
  expect(demanded).toBe("state must be string on 200");
  const spec = new URL(`../../../${file}`, import.meta.url);
  expect((await readFile(spec, "utf8")).split("\n")[Number(line) - 1]).toMatch(/^(type: string| +state:)/);
  expect(stdout).toMatch(/^ +received {2}3$/m);
  expect(stdout).toMatch(/^\d+ passed, \d+ broken, \d+ undocumented, \d+ not judged, \d+ not run$/m);
  expect(stdout).not.toContain(world.token);

  const [, command = ""] = /^FAIL.*?repeat {4}([^\n]*)/ms.exec(stdout) ?? [];
  const shell = start("sh", ["-c", `curl() { printf '%s\\n' "$@"; }\n${command}`], {
    env: { QODER_PAT: "pt-of-the-shell" },
  });
  const printed = (await shell).stdout.split("\n");
  const url = `${server.url}${operation.path.replace("{environment_id}", world.environment).replace("{work_id}", world.work)}`;
  const isSent = operation.security.length > 0;
  for (const header of isSent ? Object.entries(authorized("pt-of-the-shell")) : [])
    expect(printed).toContainEqual(expect.stringMatching(new RegExp(`^${header.join(": ")}$`, "i")));
  expect(printed).toContain(isSent ? withToken(url, "pt-of-the-shell") : url);
});

test("with --strict, what is undocumented exits with 1", async () => {
  await using server = await startDriftingServer(api.operations, undocumented["another state"]);
  const { code, stdout } = await conformance(["--base-url", server.url, ...known, "--strict"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^note {2}200 /m);
});

test("a refused token exits with 3, and no answer with 6", async () => {
  await using server = await startDriftingServer(api.operations);
  const args = ["--base-url", server.url, ...known];
  const isNeeded = api.operations.some(({ security }) => security.length > 0);
  expect(await conformance(isNeeded ? [...args, "--writes"] : args, "pt-expired")).toMatchObject({
    code: isNeeded ? 3 : 0,
    stderr: isNeeded
      ? "conformance: the server refused the token in QODER_PAT, so the run stopped. Check the token.\n"
      : "",
  });
  await server[Symbol.asyncDispose]();
  expect(await conformance(args)).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(
      /^conformance: no answer of http:.* could be judged: .*\. Check --base-url and the network\.\n$/,
    ),
  });
});

test("answers that could not be judged do not fail, as long as others could be", async () => {
  await using server = await startDriftingServer(api.operations, unjudged["503"]?.[0]);
  const { code, stdout } = await conformance(["--base-url", server.url, ...known]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/ {2}not judged: 503$/m);
});

test("a wrong command line exits with 2, in one line, and nothing is sent", async () => {
  await using server = await startDriftingServer(api.operations);
  expect(await conformance(["--base-url", server.url, "--work", "poll"])).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: 'conformance: --work must match ^work_; received "poll".\n',
  });
  expect(server.times).toHaveLength(0);
  expect((await conformance([world.token])).stderr).toContain("Unexpected argument '$QODER_PAT'");
});

test("the process takes its arguments and QODER_PAT, and has the exit code", async () => {
  const { NODE_COMPILE_CACHE } = process.env;
  const env = { NODE_COMPILE_CACHE, QODER_PAT: world.token };
  await expect(start(process.execPath, [main, world.token], { env })).rejects.toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^conformance: Unexpected argument '\$QODER_PAT'/),
  });
});
