import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { ensureCommand } from "../test/commands.ts";
import { answerOf } from "./responses.ts";

const { operations, servers } = api;
const server = servers[0]?.url as string;
const folder = new URL("../test-output/samples/", import.meta.url);

/** What runs a file, by its ending. */
const commands: Record<string, string[]> = {
  ".sh": ["sh"],
  ".js": [process.execPath],
  ".ts": [process.execPath],
  ".py": ["python3"],
};

/** Where a sample prints something else than the documented answer, what the mock answers to it. */
const scripts: Record<string, (mock: Mock) => void> = {
  "handle-errors.ts": (mock) => mock.reply(404),
  "wait-until-stopped.ts": (mock) => mock.reply("queued", "active", "stopped"),
};

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 }); // curl or Python may have to be installed first

let mock: Mock;
beforeAll(async () => {
  await ensureCommand("curl", "curl");
  await ensureCommand("python3", "python3");
  mock = await startMock();
});
beforeEach(() => mock.reset());
afterAll(() => mock?.close());

const samples = await Promise.all(
  operations.map(async (operation) => {
    const { id } = operation;
    const files = await readdir(new URL(`../dist/samples/${id}/`, import.meta.url));
    return files.map((file) => ({ id, file, example: answerOf(operation) }));
  }),
);

test.each(samples.flat())("$id/$file runs, and prints what the docs say", async ({ id, file, example }) => {
  const source = await readFile(new URL(`../dist/samples/${id}/${file}`, import.meta.url), "utf8");
  scripts[file]?.(mock);
  const printed = await run(id, file, source);

  if (file.endsWith(".sh")) expect(JSON.parse(printed)).toStrictEqual(example);
  else expect(printed).toBe(await documented(id, file, example));
  expect(mock.requests.length).toBeGreaterThan(0);
  expect(mock.requests.flatMap(({ violations }) => violations)).toStrictEqual([]);
});

/** Runs a sample as it is, but for the server it asks. */
async function run(id: string, file: string, source: string): Promise<string> {
  const target = new URL(`${id}-${file}`, folder);
  await mkdir(folder, { recursive: true });
  const [from, to] = source.includes("createClient({")
    ? ["createClient({", `createClient({ baseUrl: "${mock.url}",`]
    : [server, mock.url];
  expect(source.split(from as string)).toHaveLength(2);
  const quick = source.replace("interval: 2_000", "interval: 20");
  await writeFile(target, quick.replace(from as string, to as string));
  const path = fileURLToPath(target);
  const [command = "", ...args] = commands[extname(file)] ?? [];
  const { PATH } = process.env;
  const { stdout } = await promisify(execFile)(command, [...args, path], {
    cwd: dirname(path),
    env: { PATH, QODER_PAT: "pt-docs" },
  });
  return stdout;
}

/** What the page shows as the output: the file beside a program, else the first example of the operation. */
async function documented(id: string, file: string, example: unknown): Promise<string> {
  const text = new URL(`../samples/${id}/${file.replace(/\.ts$/, ".txt")}`, import.meta.url);
  return readFile(text, "utf8").catch(() => `${JSON.stringify(example, null, 2)}\n`);
}
