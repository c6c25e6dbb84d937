import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, promisify } from "node:util";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

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

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
  await mkdir(output, { recursive: true });
  await Promise.all(examples.map(({ file, code }) => writeFile(new URL(file, output), code)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
afterAll(() => mock.close());

test.each(examples)("$readme, example $at prints what its comments say", async ({ file, code }) => {
  const { fetch } = globalThis;
  vi.stubEnv("QODER_PAT", "pt-any");
  vi.stubEnv("QODER_BASE_URL", mock.url);
  // What an example sends to the API goes to the mock.
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(new URL(pathname + search, mock.url), request));
  });
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import(/* @vite-ignore */ fileURLToPath(new URL(file, output)));
  const commented = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, comment]) => comment);
  expect(commented.length).toBeGreaterThan(0);
  expect(log.mock.calls.map((values) => format(...values))).toStrictEqual(commented);
});

test("the examples of the READMEs compile", async () => {
  const tsconfig = { extends: "../tsconfig.json", include: ["*.ts"] };
  await writeFile(new URL("tsconfig.json", output), JSON.stringify(tsconfig));
  const { stdout } = await run("tsc", ["-p", fileURLToPath(output)]).catch((error) => error);
  expect(stdout).toBe("");
});
