import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { root } from "../packed/published.ts";
import { folders, lockfileProblems, strangers } from "./lockfiles.ts";

test.each(folders)(
  "the lockfile in ./%s has only releases of the registry, which are old enough",
  (folder) => {
    expect(lockfileProblems(root + folder)).toStrictEqual([]);
  },
);

test("the lockfiles of the workspace and of what is installed apart are found", () => {
  expect(folders.toSorted()).toStrictEqual(["", "tooling/bench/", "tooling/release/test/tools/"]);
});

const integrity = `sha512-${"A".repeat(86)}==`;

test.each([
  ["a@1.2.3", "{}"],
  ["a@1.2.3", "{integrity: sha1-abc=}"],
  ["a@1.2.3", `{integrity: ${integrity}, tarball: https://example.com/a.tgz}`],
  ["a@1.2.3", `{integrity: ${integrity}, type: git, repo: https://example.com/a.git, commit: abc}`],
  ["a@1.2.3", `\n      integrity: ${integrity}\n      tarball: https://example.com/a.tgz`],
  ["a@https://codeload.example.com/a/tar.gz/abc", `{integrity: ${integrity}}`],
])("%s with %s is a problem", (name, resolution) => {
  const entry = (name: string, resolution: string) => `  ${name}:\n    resolution: ${resolution}`;
  const good = entry("'@b/b@1.0.0-rc.1'", `{integrity: ${integrity}}\n    engines: {node: '>=22'}`);
  const bad = entry(name, resolution);
  for (const separator of ["\n\n", "\n"]) {
    const lockfile = `packages:\n\n${[good, bad, good].join(separator)}\n\nsnapshots:\n`;
    expect(strangers(lockfile)).toStrictEqual([bad]);
  }
});

test("a lockfile in which no packages are found is a problem", () => {
  expect(strangers("lockfileVersion: '9.0'\n")).toStrictEqual(["no packages"]);
});

/** The problems of a lockfile with one package. */
async function problemsWith(dependencies: Record<string, string>, minimumReleaseAge: number) {
  const folder = await mkdtemp(`${tmpdir()}/lockfile-`);
  await writeFile(`${folder}/package.json`, JSON.stringify({ dependencies }));
  await writeFile(
    `${folder}/pnpm-lock.yaml`,
    `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      picocolors:
        specifier: 1.1.1
        version: 1.1.1

packages:

  picocolors@1.1.1:
    resolution: {integrity: sha512-xceH2snhtb5M9liqDsmEw56le376mTZkEX/jEb/RxNFyegNul7eNslCXP9FDj/Lcu0X8KEyMceP2ntpaHrDEVA==}

snapshots:

  picocolors@1.1.1: {}
`,
  );
  const problems = lockfileProblems(folder, minimumReleaseAge);
  await rm(folder, { recursive: true });
  return problems.join("\n");
}

test("pnpm refuses a version that is too young, and a lockfile that does not fit the package.json", async () => {
  const picocolors = "1.1.1";
  const decades = 10_000_000; // minutes
  expect(await problemsWith({ picocolors }, 1)).toBe("");
  expect(await problemsWith({ picocolors }, decades)).toMatch(/refuses .*within the minimumReleaseAge/s);
  expect(await problemsWith({ picocolors, other: "1.0.0" }, 1)).toMatch(/refuses the lockfile in .*other/s);
});
