import { styleText } from "node:util";
import type { WorkItem } from "@qoder/work-client";
import { printable } from "./summary.ts";
import { formatTime } from "./time.ts";

/**
 * Describes a work item in a line: its state, the time since `created_at` (until `stopped_at`), and the age of its last
 * heartbeat. The last of them are left out if they do not fit in `width` characters.
 */
export function lineOf(item: WorkItem, width: number, now: number): string {
  const { latest_heartbeat_at: heartbeat, stopped_at, created_at } = item;
  const state = printable(item.state).slice(0, width);
  const since = (start: string, end = now) => formatTime(end - Date.parse(start));
  const details = stopped_at
    ? [since(created_at, Date.parse(stopped_at))]
    : [since(created_at), heartbeat ? `heartbeat ${since(heartbeat)} ago` : "no heartbeat"];
  let rest = "";
  for (const detail of details) {
    if (`${state}${rest}  ${detail}`.length > width) break;
    rest += `  ${detail}`;
  }
  return styleText("bold", state) + rest;
}
