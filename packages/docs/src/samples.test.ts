import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Operation, variableOf } from "@qoder/work-codegen";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { ensureCommand } from "../test/commands.ts";
import { exampleAnswerOf } from "./responses.ts";
import { type Sample, samplesOf } from "./samples.ts";

const folder = new URL("../test-output/samples/", import.meta.url);

/** The command that runs a sample, by its ending; what has none runs here, because a process takes long to start. */
const commands: Record<string, string> = { sh: "sh", py: "python3" };

/** Where a sample prints something else than the documented answer, what the mock answers to it. */
const scripts: Record<string, (mock: Mock) => void> = {
  "Handle errors": (mock) => mock.reply(404),
  "Wait until stopped": (mock) => mock.reply("queued", "active", "stopped"),
};

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 }); // curl or Python may have to be installed first

let mock: Mock;
beforeAll(async () => {
  await ensureCommand("curl", "curl");
  await ensureCommand("python3", "python3");
  mock = await startMock();
});
beforeEach(() => {
  mock.reset();
  for (const name of ["QODER_PAT", ...Object.keys(api.securitySchemes).map(variableOf)])
    vi.stubEnv(name, "pt-docs");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
afterAll(() => mock?.close());

const samples = api.operations.flatMap((operation) =>
  samplesOf(api, operation).map((sample) => ({ ...sample, operation, id: operation.id })),
);

test.each(samples)("$label of $id runs, and prints what the docs say", async ({ operation, ...sample }) => {
  scripts[sample.label]?.(mock);
  const printed = await run(operation, sample);

  const answer = exampleAnswerOf(operation);
  const documented = answer === undefined ? "" : JSON.stringify(answer, null, 2);
  if (sample.lang === "ts") expect(printed.trimEnd()).toBe(sample.output ?? documented);
  else if (operation.method === "head" && sample.lang === "sh") expect(printed).toMatch(/^HTTP\S+ 20\d /);
  else if (answer === undefined) expect(printed.trim()).toBe("");
  else expect(JSON.parse(printed)).toEqual(answer); // which may have a field `constructor`
  expect(mock.requests.length).toBeGreaterThan(0);
  expect(mock.requests.flatMap(({ violations }) => violations)).toStrictEqual([]);
});

test("no sample sends the cursors of a list together", () => {
  const list = api.operations.find(({ id }) => id === "listWorkItems");
  for (const { source } of list ? samplesOf(api, list) : [])
    expect(source.match(/\b(page|before_id|after_id)\b["']?[=:]/g)?.length ?? 0).toBeLessThan(2);
});

/** Runs a sample as it is, but for the server it asks. */
async function run(operation: Operation, { label, lang, source }: Sample): Promise<string> {
  const target = new URL(`${operation.id}-${label.replaceAll(" ", "-")}.${lang}`, folder);
  await mkdir(folder, { recursive: true });
  const servers = api.servers.map((server) => ({ ...server, url: mock.url }));
  const local = samplesOf({ ...api, servers }, { ...operation, servers: [] }).find(
    (one) => one.label === label,
  );
  const client = source.replace(
    /createClient\(\{?/,
    (open) => `createClient({ baseUrl: "${mock.url}"${open.endsWith("{") ? "," : " }"}`,
  );
  const quick = client.replace("interval: 2_000", "interval: 20");
  await writeFile(target, lang === "ts" ? quick : (local?.source ?? ""));
  const path = fileURLToPath(target);
  const command = commands[lang];
  if (command) {
    const credentials = [...source.matchAll(/(?:\$|environ\[["'])([A-Z_]+)/g)].map(([, name]) => [
      name,
      "pt-docs",
    ]);
    const env = { PATH: process.env["PATH"], ...Object.fromEntries(credentials) };
    return (await promisify(execFile)(command, [path], { cwd: dirname(path), env })).stdout;
  }
  const printed = vi.spyOn(console, "log").mockReturnValue();
  await import(path);
  return printed.mock.calls.map((words) => words.join(" ")).join("\n");
}
