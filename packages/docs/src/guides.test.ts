import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtempDisposable, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { exampleAnswerOf } from "./responses.ts";
import { dist } from "./serve.ts";

vi.setConfig({ testTimeout: 60_000 });

const fileOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const packages = fileOf("node_modules/@qoder");

/** The commands that a reader has on the machine, but for the registry: `npm` knows our packages, and the API is the mock. */
const commands = {
  npm: `[ "$1" = install ] || exit 1
for name; do case $name in @qoder/*) [ -e "${packages}/\${name#@qoder/}" ] || exit 1;; esac; done`,
  npx: `name=$1; shift
case $name in
  @qoder/work-mock) exec node "${packages}/work-mock/dist/main.js" "$@" --port "$PORT";;
  @qoder/work-cli) exec qoder-work "$@";;
esac
exit 1`,
  "qoder-work": `QODER_BASE_URL=\${QODER_BASE_URL:-$SERVER} exec node "${packages}/work-cli/dist/main.js" "$@"`,
};

/** Runs all shell lines of a guide in an empty folder, one after the other, until they have printed what is expected. */
async function runGuide(file: string, expected: RegExp | string): Promise<string> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "guide-"));
  const { path } = folder;
  await mkdir(join(path, "bin"));
  for (const [name, lines] of Object.entries(commands))
    await writeFile(join(path, "bin", name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  await mkdir(join(path, "node_modules"));
  await symlink(packages, join(path, "node_modules/@qoder"));
  const text = await readFile(fileOf(`guides/${file}`), "utf8");
  for (const [, file = ""] of text.matchAll(/\{\{file (.+)\}\}/g))
    await copyFile(fileOf(file), join(path, basename(file)));
  const page = await readFile(join(dist, file.replace(/^\d+-/, "")), "utf8");
  const lines = [...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, block = ""]) =>
    block.trim().split("\n"),
  );
  const server = lines.findIndex((line) => line.startsWith("npx @qoder/work-mock"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folders = [join(path, "bin"), dirname(process.execPath), process.env["PATH"]];
  const cache = fileOf("node_modules/.cache/compiled"); // each line is a process of its own
  const env = { PATH: folders.join(":"), PORT: `${port}`, SERVER: url, NODE_COMPILE_CACHE: cache };
  const options = { cwd: path, env };
  const mock = spawn("sh", ["-c", `exec ${lines[server]}`], options);
  try {
    await Promise.race([once(mock.stdout, "data"), once(mock.stderr, "data")]);
    const script = lines.toSpliced(server, 1).join("\n").replaceAll("http://127.0.0.1:4010", url);
    const shell = spawn("sh", ["-euc", script], { ...options, detached: true });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      shell[name].on("data", (text) => (printed[name] += text));
    const isDone = () =>
      (typeof expected === "string" ? printed.stdout.includes(expected) : expected.test(printed.stdout)) ||
      shell.exitCode !== null;
    await vi.waitUntil(isDone, { timeout: 50_000, interval: 20 });
    if (shell.exitCode === null) process.kill(-Number(shell.pid)); // a worker goes on
    if (shell.exitCode) throw new Error(printed.stderr);
    return printed.stdout;
  } finally {
    mock.kill();
  }
}

async function freePort(): Promise<number> {
  await using server = await listen(() => {});
  return Number(new URL(server.url).port);
}

const operation = api.operations.find(({ id }) => id === "getWorkItem");
const answer = operation && JSON.stringify(exampleAnswerOf(operation), null, 2);

/** The end of the output of a guide's lines. */
const expected: Record<string, string | RegExp> = {
  "10-quickstart.md": `${answer}\nwork_`, // the item, then the list
  "45-worker.md": /^ran work_\w+$/m,
  "60-mocking.md": '"permission_error"',
  "70-cli.md": /stopped[\s\S]*Usage: [\s\S]*"state":"stopped"/,
};

const guides = await readdir(fileOf("guides"));
const texts = await Promise.all(guides.map((file) => readFile(fileOf(`guides/${file}`), "utf8")));
const shown = guides.filter((_, index) => texts[index]?.includes("```sh"));

test.each(shown)("each shell line of %s works, from an empty folder", async (file) => {
  const end = expected[file] ?? "missing";
  expect(await runGuide(file, end)).toMatch(end);
});
