import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const run = promisify(execFile);
const root = new URL("../../../", import.meta.url);
const output = new URL("../test-output/", import.meta.url);

/** Every TypeScript example of the READMEs, written to a file of its own. */
const examples = await Promise.all(
  ["README.md", "packages/client/README.md"].map(async (readme) => {
    const text = await readFile(new URL(readme, root), "utf8");
    const blocks = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ""]) => code);
    return blocks.map((code, at) => ({ readme, at, code, file: `${readme.replaceAll("/", "-")}-${at}.ts` }));
  }),
).then((found) => found.flat());

vi.setConfig({ testTimeout: 60_000 });

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
  await mkdir(output, { recursive: true });
  await Promise.all(examples.map(({ file, code }) => writeFile(new URL(file, output), code)));
});
afterAll(() => mock.close());

test.each(examples)("$readme, example $at prints what its comments say", async ({ file, code }) => {
  const preload = fileURLToPath(new URL("redirect-fetch.ts", import.meta.url));
  const { stdout } = await run(
    process.execPath,
    ["--import", preload, fileURLToPath(new URL(file, output))],
    {
      env: { ...process.env, QODER_PAT: "pt-any", REDIRECT_TO: mock.url },
    },
  );
  const printed = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, comment]) => comment);
  expect(printed.length).toBeGreaterThan(0);
  expect(stdout.trimEnd().split("\n")).toStrictEqual(printed);
});

test("the examples of the READMEs compile", async () => {
  const tsconfig = { extends: "../tsconfig.json", include: ["*.ts"] };
  await writeFile(new URL("tsconfig.json", output), JSON.stringify(tsconfig));
  const { stdout } = await run("tsc", ["-p", fileURLToPath(output)]).catch((error) => error);
  expect(stdout).toBe("");
});
