import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { unannounced } from "./unannounced.ts";

let root: string;
const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
const changeset = (name: string) => `---\n"${name}": patch\n---\n\nA change.\n`;
const manifest = (version: string) => JSON.stringify({ name: "@a/client", version });

async function write(files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(`${root}/${file}`), { recursive: true });
    await writeFile(`${root}/${file}`, text);
  }
}

beforeAll(async () => {
  root = await mkdtemp(`${tmpdir()}/unannounced-`);
  git("init");
  await write({
    "tooling/release/api/client.md": "old",
    "packages/client/package.json": manifest("1.0.0"),
    ".changeset/old.md": changeset("@a/client"),
  });
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "--message", "Base");
});
beforeEach(() => {
  git("checkout", "--force", "HEAD", ".");
  git("clean", "--force", "-d");
});
afterAll(() => rm(root, { recursive: true }));

test("an API that is as it was needs no change file", () => {
  expect(unannounced(root, "HEAD")).toStrictEqual([]);
});

test.each([
  ["no new change file", {}],
  [
    "a change file that raises nothing",
    { ".changeset/new.md": changeset("@a/client").replace("patch", "none") },
  ],
  ["a change file for another package", { ".changeset/new.md": changeset("@a/client-other") }],
])("a changed API with %s is a problem", async (_, files) => {
  await write({ "tooling/release/api/client.md": "new", ...files });
  expect(unannounced(root, "HEAD")).toStrictEqual([
    "tooling/release/api/client.md differs from that of HEAD, and no change file names @a/client: run `pnpm changeset`.",
  ]);
});

test.each([
  ["a new change file", { ".changeset/new.md": changeset("@a/client") }],
  ["an edited change file", { ".changeset/old.md": `${changeset("@a/client")}More.\n` }],
  ["a new version", { "packages/client/package.json": manifest("1.0.1") }],
])("a changed API with %s is announced", async (_, files) => {
  await write({ "tooling/release/api/client.md": "new", ...files });
  expect(unannounced(root, "HEAD")).toStrictEqual([]);
});

test("an API that was not declared before is not compared", async () => {
  await write({ "tooling/release/api/mock.md": "new", "packages/mock/package.json": manifest("1.0.0") });
  expect(unannounced(root, "HEAD")).toStrictEqual([]);
});

test("a base that is not there is an error", () => {
  expect(() => unannounced(root, "v9")).toThrow('This repository has no commit "v9".');
});
