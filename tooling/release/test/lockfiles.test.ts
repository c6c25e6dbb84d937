// What is installed is a release of the registry with a checksum, and old enough.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { root } from "./published.ts";

/** The folders with a lockfile of their own, from the root. */
const folders = globSync("{.,tooling/*,tooling/*/test/*}/pnpm-lock.yaml", { cwd: root }).map((file) =>
  file.replace("pnpm-lock.yaml", ""),
);

const release =
  /^ {2}'?(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*'?:\n {4}resolution: \{integrity: sha512-[\w+/]{86}==\}(?=\n|$)/;

/** The packages of a `pnpm-lock.yaml` that pnpm lets in, although they come from elsewhere or have a weak checksum. */
function strangers(lockfile: string): string[] {
  const [, packages = "no packages"] = /^packages:\n\n(.*?)(?=^\S)/ms.exec(lockfile) ?? [];
  return packages.split(/\n+(?= {0,3}\S)/).filter((entry) => !release.test(entry));
}

const ageOfRepository = Number(
  /^minimumReleaseAge: (\d+)$/m.exec(readFileSync(`${root}pnpm-workspace.yaml`, "utf8"))?.[1],
);

/**
 * The problems of the lockfile in a folder: packages that are no release of the registry, and what pnpm refuses, such as
 * versions younger than `minimumReleaseAge`, in minutes. Nothing is installed.
 */
function lockfileProblems(folder: string, minimumReleaseAge = ageOfRepository): string[] {
  const problems = strangers(readFileSync(`${folder}/pnpm-lock.yaml`, "utf8")).map(
    (entry) => `${folder}pnpm-lock.yaml has no release of the registry with a SHA-512 checksum in\n${entry}`,
  );
  const args = ["install", "--frozen-lockfile", "--lockfile-only"];
  args.push(`--config.minimumReleaseAge=${minimumReleaseAge}`, "--config.minimumReleaseAgeStrict=true");
  if (!existsSync(`${folder}/pnpm-workspace.yaml`)) args.push("--ignore-workspace");
  try {
    execFileSync("pnpm", args, { cwd: folder, stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    problems.push(`pnpm refuses the lockfile in ${folder}:\n${stdout}${stderr}`);
  }
  return problems;
}

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
  await using folder = await mkdtempDisposable(`${tmpdir()}/lockfile-`);
  await writeFile(`${folder.path}/package.json`, JSON.stringify({ dependencies }));
  await writeFile(
    `${folder.path}/pnpm-lock.yaml`,
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
  return lockfileProblems(folder.path, minimumReleaseAge).join("\n");
}

test("pnpm refuses a version that is too young, and a lockfile that does not fit the package.json", async () => {
  const picocolors = "1.1.1";
  const decades = 10_000_000; // minutes
  expect(await problemsWith({ picocolors }, 1)).toBe("");
  expect(await problemsWith({ picocolors }, decades)).toMatch(/refuses .*within the minimumReleaseAge/s);
  expect(await problemsWith({ picocolors, other: "1.0.0" }, 1)).toMatch(/refuses the lockfile in .*other/s);
});
