// Builds the packages that the arguments name, with all output on stderr: stdout belongs to the command that follows.
import { spawnSync } from "node:child_process";

const filters = process.argv.slice(2).map((filter) => `--filter=${filter}`);
const { status } = spawnSync("turbo", ["run", "build", ...filters, "--output-logs=errors-only"], {
  stdio: ["ignore", process.stderr, process.stderr],
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
