import { watchWorkItem } from "@qoder/work-client";
import type { Command } from "commander";
import { addFollowCommand } from "./follow.ts";
import { lineOf } from "./line.ts";
import { jsonOf } from "./text.ts";

const description = [
  "Follows a work item until it has stopped.",
  "",
  "A line has the state, the time since created_at (until stopped_at), the id, and the age of the last heartbeat, by the " +
    "clock of this machine. From a day on it has the date. On a terminal it is updated in place; elsewhere, and with --json, " +
    "each change prints a line.",
].join("\n");

export function addWatch(program: Command, signal: AbortSignal): void {
  addFollowCommand(
    program,
    "watch",
    description,
    "none",
    async (reader, ids, { interval, timeout, json }, live) => {
      for await (const item of watchWorkItem(reader, ids, { interval, timeout, signal }))
        if (!live) console.log(json ? jsonOf(item) : lineOf(item, Infinity, Date.now()));
    },
    "stdout",
  ).summary("follow a work item until it has stopped");
}
