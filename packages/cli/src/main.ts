#!/usr/bin/env node
import { constants } from "node:os";
import { report } from "./failure.ts";
import { run } from "./program.ts";

const args = process.argv.slice(2);

/** Ends what a command waits for; the reason is the exit code. A second signal ends the process at once. */
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(name, () => stop.abort(128 + constants.signals[name]));

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  const signal = error.code === "EPIPE" ? "SIGPIPE" : process.stdout.isTTY && "SIGHUP"; // the terminal is closed
  if (signal) process.exit(128 + constants.signals[signal]);
  report("error", error, args.includes("--json"));
  process.exit(1);
});
process.stderr.on("error", () => {}); // there is nowhere left to say it
process.removeAllListeners("warning"); // of Node, which would print them between the lines of JSON

process.exitCode = await run(args, stop.signal);
