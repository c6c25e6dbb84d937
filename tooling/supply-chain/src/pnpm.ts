import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Bom } from "./licences.ts";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Every lockfile of the repository, from its root. */
export const lockfiles = globSync("{.,tooling/*,tooling/*/*}/pnpm-lock.yaml", { cwd: root });

const ageOfRepository: number = parse(readFileSync(`${root}/pnpm-workspace.yaml`, "utf8")).minimumReleaseAge;

/**
 * Asks pnpm whether the lockfile in a folder has what the `package.json`s ask for, and no version younger than
 * `minimumReleaseAge`, in minutes. Nothing is installed.
 */
export function policyProblems(folder: string, minimumReleaseAge = ageOfRepository): string[] {
  const args = ["install", "--frozen-lockfile", "--lockfile-only"];
  args.push(`--config.minimumReleaseAge=${minimumReleaseAge}`, "--config.minimumReleaseAgeStrict=true");
  if (!existsSync(`${folder}/pnpm-workspace.yaml`)) args.push("--ignore-workspace");
  try {
    pnpm(folder, ...args);
    return [];
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return [`pnpm refuses the lockfile in ${folder}:\n${stdout}${stderr}`];
  }
}

/**
 * Writes a bill of materials of each published package, `<package>.cdx.json`: what it brings along at run time, with
 * versions, checksums and licences, as CycloneDX 1.7.
 */
export function writeBoms(folder: string): Bom[] {
  const workspace: { name: string; private: boolean }[] = JSON.parse(
    pnpm(root, "ls", "-r", "--depth=-1", "--json"),
  );
  const filters = workspace.filter((project) => !project.private).map(({ name }) => `--filter=${name}`);
  const format = ["--sbom-format=cyclonedx", "--sbom-spec-version=1.7", "--prod"];
  pnpm(root, ...filters, "sbom", ...format, "--split", `--out=${folder}/%s.cdx.json`);
  return globSync(`${folder}/*.cdx.json`).map((file) => JSON.parse(readFileSync(file, "utf8")));
}

const pnpm = (cwd: string, ...args: string[]) =>
  execFileSync("pnpm", args, { cwd, encoding: "utf8", stdio: "pipe" });
