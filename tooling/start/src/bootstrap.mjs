// `npm start` and `npm test`: installs with the pinned pnpm, then runs the task under the pinned Node.
// This file runs before anything is installed, on any Node from 20 on.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [task, ...args] = process.argv.slice(2);
const root = new URL("../../../", import.meta.url);
const { packageManager } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const startedByPnpm = process.env.npm_config_user_agent?.startsWith("pnpm/");
const startedByNpx = process.env.npm_lifecycle_event === "npx";
const parent = process.ppid;
const pinnedNode = fileURLToPath(new URL("node_modules/node/bin/node", root));

const unknown = task === "start" && args.find((arg) => arg !== "--once");
if (unknown) {
  console.error(`npm start takes --once and nothing else, not "${unknown}": npm start -- --once`);
  process.exit(2);
}

process.env.TURBO_TELEMETRY_DISABLED = "1";
process.env.REDOCLY_TELEMETRY = "off";

/**
 * Runs a command to its end, and ends with it where it fails. What ends this process ends the command: a signal, or
 * the end of the shell that npm started it in, because npm hands no signal on to what that shell runs.
 */
function run([file, ...rest]) {
  return new Promise((resolve) => {
    const child = spawn(file, rest, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
    const forward = (signal) => child.kill(signal);
    const orphaned = setInterval(() => process.ppid !== parent && forward("SIGTERM"), 250);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.on("error", (error) => {
      console.error(`Cannot run ${file}: ${error.message}`);
      process.exit(1);
    });
    child.on("exit", (code) => {
      clearInterval(orphaned);
      process.off("SIGINT", forward).off("SIGTERM", forward);
      if (code !== 0) process.exit(code ?? 1);
      resolve();
    });
  });
}

const step = (text) => console.error(`\n▸ ${text}`);

if (startedByPnpm || startedByNpx) {
  step("Installing dependencies");
  await run(["pnpm", "install", "--frozen-lockfile"]);
  if (task === "test") {
    step("Checking everything");
    await run(["pnpm", "run", "check", ...args]);
  } else {
    step("Generating and building");
    await run(["pnpm", "run", "build", "--output-logs=errors-only"]);
  }
} else {
  // This file again, with pnpm: to start npx takes longer than a step that finds nothing to do.
  const self = fileURLToPath(import.meta.url);
  await run(["npx", "--yes", `--package=${packageManager}`, "node", self, task, ...args]);
}
if (task === "start" && !startedByNpx) {
  step("Starting the mock and the docs");
  await run([pinnedNode, fileURLToPath(new URL("main.ts", import.meta.url)), ...args]);
}
