import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
const ignored = [".git", ...readFileSync(`${root}/.gitignore`, "utf8").split("/\n")];

/** Copies the repository without what Git ignores, and resolves to the folder: nothing is installed or cached there. */
export async function cloneTo(folder: string): Promise<string> {
  await cp(root, folder, { recursive: true, filter: (source) => !ignored.includes(basename(source)) });
  const git = (...args: string[]) => execute("git", args, { cwd: folder });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "Copy");
  return folder;
}

/** Installs what building the client takes. */
export async function install(clone: string): Promise<void> {
  const flags = [
    "--frozen-lockfile",
    "--prefer-offline",
    "--ignore-scripts",
    "--filter=@qoder/work-client...",
  ];
  await execute("pnpm", ["install", ...flags], { cwd: clone });
}

interface Summary {
  execution: { exitCode: number };
  tasks: { taskId: string; cache: { status: "HIT" | "MISS"; source?: "LOCAL" | "REMOTE" } }[];
}

/**
 * Runs turbo in a clone, and resolves to its exit code, where it got each task from, and what it printed.
 *
 * @param variables `TURBO_…` variables of the environment; turbo sees no other ones
 */
export async function turbo(clone: string, variables: Record<string, string | undefined>, ...args: string[]) {
  await rm(`${clone}/.turbo/runs`, { recursive: true, force: true });
  const { PATH = "" } = process.env;
  const env = {
    PATH,
    HOME: clone,
    TURBO_TELEMETRY_DISABLED: "1",
    pnpm_config_verify_deps_before_run: "false", // or pnpm would install what is missing
    ...variables,
  };
  const run = ["run", ...args, "--summarize", "--output-logs=errors-only"];
  const { stdout, stderr } = await execute("turbo", run, { cwd: clone, env }).catch((error) => error);
  const [file] = globSync(`${clone}/.turbo/runs/*.json`);
  if (!file) throw new Error(`turbo ${run.join(" ")} wrote no summary:\n${stdout}${stderr}`);
  const { execution, tasks }: Summary = JSON.parse(readFileSync(file, "utf8"));
  const from = tasks.map(({ taskId, cache }) => [taskId, cache.source ?? "executed"]);
  return { exitCode: execution.exitCode, tasks: Object.fromEntries(from), printed: `${stdout}${stderr}` };
}
