import { execFile } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
const { scripts } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
const [, checks = ""] = /^turbo run --concurrency=\d+ (.+)$/.exec(scripts.check) ?? [];

let folder: string;
let tasks: Map<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/tasks-`);
  const { stdout } = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const file of stdout.split("\0").filter(Boolean))
    await cp(`${root}/${file}`, `${folder}/${file}`).catch(ignoreDeleted);
  await run("git", ["init", "--quiet"], { cwd: folder });
  tasks = await hashes();
});
afterAll(() => rm(folder, { recursive: true }));

function ignoreDeleted(error: NodeJS.ErrnoException) {
  if (error.code !== "ENOENT") throw error;
}

/** The hash of each task of `pnpm check`. A task runs again if its hash is another than that of the last run. */
async function hashes(): Promise<Map<string, string>> {
  const { stdout } = await run("turbo", ["run", ...checks.split(" "), "--dry=json"], { cwd: folder });
  const { tasks }: { tasks: Record<"taskId" | "hash" | "command", string>[] } = JSON.parse(stdout);
  return new Map(
    tasks
      .filter(({ command }) => command !== "<NONEXISTENT>")
      .map(({ taskId, hash }) => [taskId.replace("@qoder/work-", ""), hash]),
  );
}

/** The tasks that run after a line was added to a file. */
async function ranAfterEditing(file: string): Promise<string[]> {
  const path = `${folder}/${file}`;
  const text = await readFile(path);
  await appendFile(path, "\n");
  const edited = await hashes();
  await writeFile(path, text);
  return [...edited].filter(([task, hash]) => tasks.get(task) !== hash).map(([task]) => task);
}

/** The names of tasks, from `package: task task`. */
const named = (lines: string[]) =>
  lines.flatMap((line) => {
    const [name, rest = ""] = line.split(": ");
    return rest.split(" ").map((task) => `${name}#${task}`);
  });

const code = "//: lint:code";
const docs = ["docs: build typecheck test", "start: typecheck test"];
const client = [
  "cli: build typecheck test",
  "contract: typecheck test",
  ...docs,
  "mock: build typecheck test",
  "packed: typecheck test",
  "remote-cache: typecheck test",
  "runtimes: typecheck test",
];

test.each<[string, string, ...string[]]>([
  ["prose for contributors", "CONTRIBUTING.md"],
  ["the README", "README.md", "contract: test"],
  ["a guide of the docs", "packages/docs/guides/30-errors.md", ...docs],
  [
    "a test of the docs",
    "packages/docs/src/pages.test.ts",
    code,
    "docs: typecheck test",
    "supply-chain: test",
  ],
  [
    "the README of a package",
    "packages/mock/README.md",
    "mock: typecheck test",
    "contract: test",
    "packed: test",
  ],
  ["a change file", ".changeset/config.json", code, "packed: test", "release: test"],
  ["a workflow", ".github/workflows/ci.yml", code, "release: test"],
  ["the style of the code", "biome.json", code],
  [
    "the client",
    "packages/client/src/sleep.ts",
    code,
    "client: build typecheck test",
    ...client,
    "supply-chain: test",
  ],
  [
    "a test of the client",
    "packages/client/src/watch.test.ts",
    code,
    "client: typecheck test",
    "supply-chain: test",
  ],
  [
    "what a release needs",
    "tooling/release/src/words.ts",
    code,
    "packed: test",
    "release: typecheck test",
    "supply-chain: test",
  ],
])("after an edit of %s, only what depends on it runs", async (_, file, ...expected) => {
  expect((await ranAfterEditing(file)).toSorted()).toStrictEqual(named(expected).toSorted());
});

test("after an edit of the spec, all runs but what does not depend on it", async () => {
  const ran = await ranAfterEditing("spec/components/schemas/WorkItem.yaml");
  const others = [...tasks.keys()].filter((task) => !ran.includes(task));
  expect(others.toSorted()).toStrictEqual(["docs#browser", "supply-chain#test", "supply-chain#typecheck"]);
});

test("after an edit of the settings of TypeScript, all runs", async () => {
  expect(await ranAfterEditing("tooling/typescript/base.json")).toHaveLength(tasks.size);
});
