import { existsSync, globSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inputsOf, type Task, tasksOf } from "../test/tasks.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
const [, checks = ""] = /^turbo run --concurrency=\d+ (.+)$/.exec(scripts.check) ?? [];
const run = tasksOf(root, checks.split(" "));
const { tasks, globalCacheInputs } = run;

const exists = ({ command }: Task) => command !== "<NONEXISTENT>";
const nameOf = ({ taskId }: Task) => taskId.replace("@qoder/work-", "");

/** The tasks of `pnpm check` that run after an edit of a file. */
function ranAfterEditing(file: string): string[] {
  if (!existsSync(`${root}/${file}`)) throw new Error(`There is no ${file} to edit.`);
  const isInput = (task: Task) => relative(task.directory, file) in task.inputs;
  const isGlobal = file in globalCacheInputs.files;
  const ran = new Set(tasks.filter((task) => isGlobal || isInput(task)));
  for (const { taskId } of ran)
    for (const task of tasks) if (task.dependencies.includes(taskId)) ran.add(task);
  return [...ran].filter(exists).map(nameOf);
}

/** The names of tasks, from `package: task task`. */
const named = (lines: string[]) =>
  lines.flatMap((line) => {
    const [name, rest = ""] = line.split(": ");
    return rest.split(" ").map((task) => `${name}#${task}`);
  });

const lint = "//: lint:code";
const code = "//: lint:code typecheck";
const docs = ["docs: build test", "start: test"];
const client = ["cli: build test", "contract: test", ...docs, "mock: build test", "release: test"];

test.each<[string, string, ...string[]]>([
  ["prose for contributors", "CONTRIBUTING.md"],
  ["the README", "README.md", "contract: test"],
  ["a guide of the docs", "packages/docs/guides/30-errors.md", ...docs],
  ["a test of the docs", "packages/docs/src/pages.test.ts", code, "docs: test"],
  [
    "the README of a package",
    "packages/mock/README.md",
    "mock: test",
    "contract: test",
    "release: test",
    ...docs,
  ],
  ["a change file", ".changeset/config.json", code, "release: test"],
  ["a workflow", ".github/workflows/ci.yml", lint, "release: test"],
  ["the style of the code", "biome.json", lint],
  ["the client", "packages/client/src/index.ts", code, "client: build test", ...client],
  ["a test of the client", "packages/client/src/watch.test.ts", code, "client: test"],
  ["what a release needs", "tooling/release/src/compare.ts", code, "release: test", "start: test"],
])("after an edit of %s, only what depends on it runs", (_, file, ...expected) => {
  expect(ranAfterEditing(file).toSorted()).toStrictEqual(named(expected).toSorted());
});

test("after an edit of the spec, all runs but what does not depend on it", () => {
  const ran = ranAfterEditing("spec/components/schemas/WorkItem.yaml");
  const others = tasks
    .filter(exists)
    .map(nameOf)
    .filter((task) => !ran.includes(task));
  expect(others.toSorted()).toStrictEqual(["docs#browser"]);
});

test("after an edit of the settings of TypeScript, all runs", () => {
  expect(ranAfterEditing("tooling/typescript/base.json")).toHaveLength(tasks.filter(exists).length);
});

test.each(["client", "mock", "cli"])("all that the %s is compiled of is an input of its build", (name) => {
  // The compiler refuses sources that lie elsewhere.
  const files = globSync(`packages/${name}/src/**/*.ts`, { cwd: root });
  const sources = files.filter((file) => !/\.test(-d)?\.ts$/.test(file));
  const inputs = inputsOf(run, [`@qoder/work-${name}#build`]);
  expect(sources.length).toBeGreaterThan(5);
  expect(sources.filter((file) => !inputs.has(file))).toStrictEqual([]);
});
