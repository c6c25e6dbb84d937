import { type WorkItem, watchWorkItem } from "@qoder/work-client";
import type { Command } from "commander";
import { report } from "./failure.ts";
import { lineOf } from "./line.ts";
import { LiveLine } from "./live-line.ts";
import { addFollowCommand } from "./options.ts";
import { jsonOf } from "./summary.ts";
import { withWarnings } from "./with-warnings.ts";

const description = [
  "Follows a work item until it has stopped.",
  "",
  "A line has the state, the time since created_at (until stopped_at), and the age of the last heartbeat, by the clock of " +
    "this machine. On a terminal it is updated in place; elsewhere, and with --json, each change prints a line.",
].join("\n");

export function addWatch(program: Command, signal: AbortSignal): void {
  addFollowCommand(
    program,
    "watch",
    description,
    "none",
    async (client, ids, { interval, timeout, json }) => {
      let item: WorkItem | undefined;
      const textOf = (width: number) => (item ? lineOf(item, width, Date.now()) : "");
      const { stdout } = process;
      const redraws = stdout.isTTY && process.env["TERM"] !== "dumb" && !json;
      const live = redraws ? new LiveLine(stdout, textOf) : undefined;
      const work = withWarnings(client, (error) => {
        live?.clear();
        report("warning", error, json);
        live?.draw();
      });
      try {
        for await (item of watchWorkItem(work, ids, { interval, timeout, signal })) {
          if (live) live.draw();
          else console.log(json ? jsonOf(item) : textOf(Infinity));
        }
      } finally {
        live?.end();
      }
    },
  ).summary("follow a work item until it has stopped");
}
