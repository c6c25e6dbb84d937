import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Makes sure that a command exists, by installing its Debian package where that is possible. The progress goes to stderr.
 *
 * @throws {Error} if the command is missing and cannot be installed
 */
export async function ensureCommand(command: string, debianPackage: string): Promise<void> {
  const exists = () => run(command, ["--version"]).then(Boolean, () => false);
  if (await exists()) return;
  await installDebianPackage(debianPackage).catch(() => undefined);
  if (await exists()) return;
  throw new Error(`This test needs ${command}: install it, so that \`${command} --version\` works.`);
}

/** Installs a package within 210 s on a machine that has `apt-get`, as root; elsewhere does nothing. */
export async function installDebianPackage(name: string): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.error(`Installing ${name} with apt-get, for at most 210 s.`);
  await run("sh", ["-c", `apt-get update && apt-get install -y --no-install-recommends ${name}`], {
    timeout: 210_000,
  });
}
