import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";

const root = new URL("../", import.meta.url);
const output = new URL("test-output/", root);
const readme = await readFile(new URL("README.md", root), "utf8");

/** The files of the examples, by the word after `ts` that says how each is run. */
const files = { script: "script.ts", vitest: "with-vitest.ts", "node:test": "with-node.ts" };
const codeOf = (runner: string) => readme.split(`\`\`\`ts ${runner}\n`)[1]?.split("```\n")[0] ?? "";
const path = (file: string) => fileURLToPath(new URL(file, output));

await mkdir(output, { recursive: true });
for (const [runner, file] of Object.entries(files)) await writeFile(path(file), codeOf(runner));

test("every TypeScript example has a runner", () => {
  const runners = [...readme.matchAll(/^```ts ?(.*)$/gm)].map(([, runner]) => runner);
  expect(runners).toStrictEqual(Object.keys(files));
});

test("the script prints what its comments say", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import(path(files.script));
  const lines = log.mock.calls.map((values) => format(...values));
  log.mockRestore();
  const printed = [...codeOf("script").matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
  expect(printed).not.toHaveLength(0);
  expect(lines).toStrictEqual(printed);
});

describe("the Vitest example", async () => {
  await import(path(files.vitest)); // it declares a test here
});

describe("the node:test example", async () => {
  vi.doMock("node:test", () => ({ test })); // a process of its own would load the mock again
  await import(path(files["node:test"]));
});

test("the examples compile", async () => {
  const tsconfig = { extends: "../tsconfig.json", include: ["*.ts"] };
  await writeFile(path("tsconfig.json"), JSON.stringify(tsconfig));
  const { stdout } = await promisify(execFile)("tsc", ["-p", path(".")]).catch((error) => error);
  expect(stdout).toBe("");
});
