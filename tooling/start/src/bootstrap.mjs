// `npm start` and `npm test`: installs with the pinned pnpm, builds or checks, and serves under the pinned Node.
// This file and those it imports run before anything is installed, on any Node from 20 on.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { objectionTo } from "./binary.mjs";
import { reporter } from "./report.mjs";

const [task, ...args] = process.argv.slice(2);
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const root = path("../../../");

const unknown = task === "start" && args.find((arg) => arg !== "--once");
if (unknown) {
  console.error(`npm start takes --once and nothing else, not "${unknown}": npm start -- --once`);
  process.exit(2);
}

Object.assign(process.env, { TURBO_TELEMETRY_DISABLED: "1", REDOCLY_TELEMETRY: "off" });
process.env.NODE_COMPILE_CACHE ??= `${root}node_modules/.cache/compiled`; // saves a tenth of the CPU time
let isStopped = false;
let stop = () => process.exit(1);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop());
const born = parents();
setInterval(() => parents() !== born && stop(), 250).unref();

if (!process.env.npm_config_user_agent?.startsWith("pnpm/")) {
  const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const npx = ["npx", "--yes", "--loglevel=error", `--package=${packageManager}`];
  // The folder of pnpm comes first in it.
  process.env.PATH = await step(`Getting ${packageManager}`, [...npx, "node", "-p", "process.env.PATH"]);
}
await step("Installing dependencies", ["pnpm", "install", "--frozen-lockfile"]);
const node = `${root}node_modules/node/bin/node`;
const objection = objectionTo(node);
if (objection) {
  console.error(objection);
  process.exit(1);
}
if (task === "test") {
  console.error("Checking everything");
  process.exitCode = await run(
    ["pnpm", "--silent", "run", "check", "--json", ...args],
    reporter(console.log),
  );
} else {
  await step("Generating and building", ["pnpm", "run", "build", "--output-logs=errors-only"]);
  process.exitCode = await run([node, path("main.ts"), ...args]);
}
process.exit();

/** Runs a command that is heard only if it fails. Returns the last line that it has printed. */
async function step(text, command) {
  const begin = performance.now();
  const lines = [];
  process.stderr.write(text);
  const code = await run(command, (line) => lines.push(line));
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stderr.write(code === 0 ? ` · ${seconds} s\n` : ` failed\n\n${lines.join("\n")}\n`);
  if (code !== 0) process.exit(code);
  return lines.at(-1);
}

/** Runs a command on a leash that this process holds. Returns its exit code. Without `onLine`, it prints for itself. */
function run(command, onLine) {
  const output = onLine ? "pipe" : "inherit";
  const child = spawn(process.execPath, [path("leash.mjs"), ...command], {
    cwd: root,
    stdio: ["pipe", output, output],
  });
  stop = () => {
    isStopped = true;
    child.stdin.destroy();
  };
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface(stream).on("line", (line) => isStopped || onLine(line));
  return new Promise((resolve) => {
    child.on("close", (code) => (isStopped ? process.exit(code ?? 1) : resolve(code ?? 1)));
  });
}

/** Who has started this process, and who that if it is a shell: npm starts one, which outlives it. */
function parents() {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, "utf8");
    const [, name = "", parent] = /^Name:\t(.+)$[\s\S]*^PPid:\t(\d+)$/m.exec(status) ?? [];
    return name.endsWith("sh") ? `${process.ppid} ${parent}` : `${process.ppid}`;
  } catch {
    return `${process.ppid}`; // elsewhere than on Linux, where the shell becomes the command
  }
}
