// `node leash.mjs COMMAND…` runs a command, and ends it and all it has started as soon as stdin closes: however the
// process at the other end of that pipe goes, even by SIGKILL, the pipe closes. Runs on any Node from 20 on.
import { spawn } from "node:child_process";

/** Milliseconds to end by itself: turbo ends its tasks, the mock and the docs their connections. */
const grace = 8_000;

const [file = "", ...args] = process.argv.slice(2);
const child = spawn(file, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
child.on("error", (error) => {
  console.error(`Cannot run ${file}: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
  end();
});
process.stdin.on("close", end).resume();
// A terminal signals this process as well, but the one at the other end decides.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

function end() {
  const deadline = Date.now() + grace;
  signal("SIGTERM");
  setInterval(() => {
    if (signal(0) && Date.now() < deadline) return;
    signal("SIGKILL");
    process.exit();
  }, 20);
}

/** Sends a signal to the command and to all it has started; tells whether any of them still runs. */
function signal(name) {
  try {
    return process.kill(-child.pid, name);
  } catch {
    return false;
  }
}
