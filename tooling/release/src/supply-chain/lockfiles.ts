import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { root } from "../packed/published.ts";

/** The folders with a lockfile of their own, from the root. */
export const folders = globSync("{.,tooling/*,tooling/*/test/*}/pnpm-lock.yaml", { cwd: root }).map((file) =>
  file.replace("pnpm-lock.yaml", ""),
);

const release =
  /^ {2}'?(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*'?:\n {4}resolution: \{integrity: sha512-[\w+/]{86}==\}(?=\n|$)/;

/** The packages of a `pnpm-lock.yaml` that pnpm lets in, although they come from elsewhere or have a weak checksum. */
export function strangers(lockfile: string): string[] {
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
export function lockfileProblems(folder: string, minimumReleaseAge = ageOfRepository): string[] {
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
