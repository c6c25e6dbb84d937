// `pnpm bench <name>` runs one benchmark. What only benchmarks need is installed here, on the first run.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import repository from "../../../package.json" with { type: "json" };

const benchmarks = new Map<string, () => Promise<{ run: () => Promise<string> }>>([
  ["client", () => import("./client.ts")],
  ["contract", () => import("./contract.ts")],
  ["docs", () => import("./docs.ts")],
  ["scale", () => import("./scale.ts")],
  ["successors", () => import("./successors.ts")],
  ["loop", () => import("./loop.ts")],
]);

const [name = ""] = process.argv.slice(2);
const load = benchmarks.get(name);
if (!load) {
  console.error(`There is no benchmark "${name}". There are: ${[...benchmarks.keys()].join(", ")}.`);
  process.exit(2);
}

pnpm("--dir", "tooling/bench", "install", "--frozen-lockfile");
const measured = ["client", "mock", "docs"].map((name) => `--filter=@qoder/work-${name}`);
pnpm("exec", "turbo", "run", "build", ...measured, "--output-logs=errors-only");
const { run } = await load();
console.log(await run());

/** Runs the pinned pnpm with its output on stderr, and ends this process where it fails. */
function pnpm(...args: string[]): void {
  const startedByPnpm = process.env["npm_config_user_agent"]?.startsWith("pnpm/");
  const [file = "", ...rest] = startedByPnpm ? ["pnpm"] : ["npx", "--yes", repository.packageManager];
  const { status } = spawnSync(file, [...rest, ...args], {
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
    stdio: ["ignore", process.stderr, process.stderr],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
