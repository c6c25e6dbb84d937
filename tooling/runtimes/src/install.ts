import { execFile } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";

const run = promisify(execFile);
const pathOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const pnpm = (cwd: string, ...args: string[]) => run("pnpm", args, { cwd });
const install = ["install", "--ignore-workspace", "--ignore-scripts", "--prefer-offline"];

/** A copy of `app/` with the packed client, installed as a user would. */
export const app = pathOf("test-output/app");

export async function installApp(): Promise<void> {
  await rm(app, { recursive: true, force: true });
  await cp(pathOf("app"), app, { recursive: true });
  await pnpm(pathOf("node_modules/@qoder/work-client"), "pack", "--out", pathOf("test-output/client.tgz"));
  await pnpm(app, ...install, "--no-lockfile");
}

/** Installs the runtimes beside the workspace, from a lockfile of their own. They have no install scripts. */
export async function installRuntimes(): Promise<void> {
  console.error("Installing Node 22, Node 26, Bun, Deno and workerd: about 230 MB the first time.");
  await pnpm(pathOf("binaries"), ...install, "--frozen-lockfile");
}

/** The executable of an installed runtime. */
export const executable = (name: string, path: string): string =>
  pathOf(`binaries/node_modules/${name}-${process.platform}-${process.arch}/${path}`);

/** Bundles an entry of the app, for runtimes that load no packages. */
export async function bundle(entry: string): Promise<void> {
  const outfile = `${app}/bundle/${entry}`;
  await build({ input: `${app}/${entry}`, output: { file: outfile } });
}
