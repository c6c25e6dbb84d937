import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { apiOf, declarationOf } from "./api.ts";
import { published, root } from "./pack.ts";
import { reportOf } from "./report.ts";

vi.setConfig({ testTimeout: 60_000 });

test.each(Object.keys(published))("%s has the API that it declares", async (name) => {
  const file = declarationOf(name);
  const advice = `Run \`pnpm api\`, review what changes in ${file}, and add a change file with \`pnpm changeset\`.`;
  expect(await apiOf(name), advice).toBe(await readFile(`${root}/${file}`, "utf8").catch(() => "no file"));
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/declared-`);
  await writeFile(`${folder}/package.json`, '{ "name": "declared" }');
  await writeFile(`${folder}/tsconfig.json`, '{ "compilerOptions": { "types": [], "lib": ["es5"] } }');
});
afterAll(() => rm(folder, { recursive: true }));

async function reported(...lines: string[]): Promise<string> {
  await mkdir(`${folder}/dist`, { recursive: true });
  await writeFile(`${folder}/dist/index.d.ts`, lines.join("\n"));
  return reportOf(folder, "dist/index.d.ts");
}

test("a report has what an exported type extends, sorted and without comments", async () => {
  const report = await reported(
    "interface Base {",
    "    field: string;",
    "}",
    "/** Said. */",
    "export interface B extends Base {",
    "}",
    "export declare const a: number;",
    "export {};",
  );
  expect(report).toBe(
    "export const a: number;\n\nexport interface B extends Base {\n}\n\ninterface Base {\n    field: string;\n}",
  );
});

test("the version in a constant is not in a report", async () => {
  expect(await reported('export declare const version = "1.2.3";')).toBe("export const version: string;");
});
