import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { apiOf, declarationOf, statementsOf } from "./declared.ts";
import { published, root } from "./published.ts";

test.each(published)("$name has the API that it declares", async (one) => {
  const file = declarationOf(one.folder);
  const advice = `Run \`pnpm api\`, review what changes in ${file}, and add a change file with \`pnpm changeset\`.`;
  expect(await apiOf(one), advice).toBe(await readFile(root + file, "utf8").catch(() => "no file"));
});

async function statements(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(`${tmpdir()}/declared-`);
  for (const [name, text] of Object.entries(files)) await writeFile(`${folder}/${name}`, text);
  return statementsOf(`${folder}/index.d.ts`).finally(() => rm(folder, { recursive: true }));
}

test("an API has what an exported type refers to, of other files too, sorted and without comments", async () => {
  const files = {
    "index.d.ts": `
import type { Base } from "./base.ts";
import type { Client } from "elsewhere";
export type { Shared } from "./base.ts";
/** Said. */
export interface B extends Base<Client> {
    /**
     * Said.
     */
    own: string;
}
export declare const a: number;
interface Unused {
}`,
    "base.d.ts":
      "export interface Base<T> {\n    field: T;\n}\nexport declare function unused(): void;\nexport type Shared = 1;",
  };
  expect(await statements(files)).toStrictEqual([
    "export declare const a: number;",
    "export interface B extends Base<Client> {\n  own: string;\n}",
    "export type {\nShared\n};",
    'import { Client } from "elsewhere";',
    "interface Base<T> {\n  field: T;\n}",
    "type Shared = 1;",
  ]);
});

test("the version in a constant and the names in a parameter are no part of an API", async () => {
  const text = `export declare const version = "1.2.3";
export declare function wait({ until, ...options }?: Options): void;
export interface Options { until: Date }`;
  const [version, wait] = await statements({ "index.d.ts": text });
  expect(version).toBe("export declare const version: string;");
  expect(wait).toBe("export declare function wait(input?: Options): void;");
});
