import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test, vi } from "vitest";

const root = new URL("../", import.meta.url);
const output = new URL("test-output/", root);
const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
const readme = await readFile(new URL("README.md", root), "utf8");

/** The files of the examples, by the word after `ts` that says how each is run. */
const files = { script: "script.ts", vitest: "with-vitest.test.ts", "node:test": "with-node.ts" };
const codeOf = (runner: string) => readme.split(`\`\`\`ts ${runner}\n`)[1]?.split("```\n")[0] ?? "";
const path = (file: string) => fileURLToPath(new URL(file, output));
const env = { PATH: process.env["PATH"] }; // without what Vitest and node:test tell their children
const node = (...args: string[]) => promisify(execFile)(process.execPath, args, { env });

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  await mkdir(output, { recursive: true });
  for (const [runner, file] of Object.entries(files)) await writeFile(path(file), codeOf(runner));
});

test("every TypeScript example has a runner", () => {
  const runners = [...readme.matchAll(/^```ts ?(.*)$/gm)].map(([, runner]) => runner);
  expect(runners).toStrictEqual(Object.keys(files));
});

test("the script prints what its comments say", async () => {
  const { stdout } = await node(path(files.script));
  const printed = [...codeOf("script").matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
  expect(stdout.trimEnd().split("\n")).toStrictEqual(printed);
});

test("the Vitest example passes", async () => {
  const { stdout } = await node(vitest, "run", "--root", fileURLToPath(output), "--reporter=tap-flat");
  expect(stdout).toMatch(/^1\.\.1\nok 1/m);
});

test("the node:test example passes", async () => {
  const { stdout } = await node("--test", "--test-reporter=tap", path(files["node:test"]));
  expect(stdout).toMatch(/^# tests 1\n(.*\n)*# pass 1$/m);
});

test("the examples compile", async () => {
  const tsconfig = { extends: "../tsconfig.json", include: ["*.ts"] };
  await writeFile(path("tsconfig.json"), JSON.stringify(tsconfig));
  const { stdout } = await promisify(execFile)("tsc", ["-p", path(".")]).catch((error) => error);
  expect(stdout).toBe("");
});
