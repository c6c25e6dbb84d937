import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lockfileProblems } from "./lockfile.ts";
import { lockfiles, root } from "./pnpm.ts";

test.each(lockfiles)("%s has releases of the registry with checksums, and nothing else", (file) => {
  const text = readFileSync(`${root}/${file}`, "utf8");
  expect(text).toContain("packages:");
  expect(lockfileProblems(file, text)).toStrictEqual([]);
});

test("the lockfiles of the workspace and of what is installed apart are found", () => {
  expect(lockfiles).toEqual(expect.arrayContaining(["pnpm-lock.yaml", "tooling/bench/pnpm-lock.yaml"]));
});

const integrity = `sha512-${"A".repeat(86)}==`;

test.each([
  ["a@1.2.3", "{}", 'a@1.2.3 has no SHA-512 checksum, but "".'],
  ["a@1.2.3", "{ integrity: sha1-abc= }", 'a@1.2.3 has no SHA-512 checksum, but "sha1-abc=".'],
  [
    "a@1.2.3",
    `{ integrity: ${integrity}, tarball: https://example.com/a.tgz }`,
    'a@1.2.3 comes from {"tarball":"https://example.com/a.tgz"} and not from the registry.',
  ],
  [
    "a@1.2.3",
    `{ integrity: ${integrity}, type: git, repo: https://example.com/a.git, commit: abc }`,
    'a@1.2.3 comes from {"type":"git","repo":"https://example.com/a.git","commit":"abc"} and not from the registry.',
  ],
  [
    "a@https://codeload.example.com/a/tar.gz/abc",
    `{ integrity: ${integrity} }`,
    "a@https://codeload.example.com/a/tar.gz/abc is no version of a package, such as yaml@2.0.0.",
  ],
])("%s with %s is a problem", (name, resolution, problem) => {
  const text = `packages:\n  "b@1.0.0-rc.1":\n    resolution: { integrity: ${integrity} }\n  "${name}":\n    resolution: ${resolution}\n`;
  expect(lockfileProblems("lock.yaml", text)).toStrictEqual([`lock.yaml: ${problem}`]);
});
