#!/usr/bin/env node
import { constants } from "node:os";
import { exitCodeOf, report } from "./failure.ts";
import { withoutLineEnd } from "./options.ts";
import { createProgram } from "./program.ts";

/** Ends what a command waits for; the reason is the exit code. A second signal ends the process at once. */
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(name, () => stop.abort(128 + constants.signals[name]));

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
  report("error", error);
  process.exit(1);
});
process.stderr.on("error", () => {}); // there is nowhere left to say it

try {
  await createProgram(stop.signal).parseAsync(process.argv.map(withoutLineEnd));
} catch (error) {
  process.exitCode = stop.signal.aborted ? stop.signal.reason : exitCodeOf(error);
  if (!stop.signal.aborted) report("error", error);
}
