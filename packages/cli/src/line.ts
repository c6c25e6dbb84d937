import { styleText } from "node:util";
import type { WorkItem } from "@qoder/work-client";
import { printable } from "./summary.ts";
import { formatTime } from "./time.ts";

/** A work item in short: its state, the time since `created_at` (until `stopped_at`), and that since its last heartbeat. */
export function shortOf({ state, created_at, stopped_at, latest_heartbeat_at }: WorkItem, now: number) {
  const since = (start: string, end = now) => formatTime(end - Date.parse(start));
  return {
    state: printable(state),
    age: since(created_at, stopped_at ? Date.parse(stopped_at) : now),
    heartbeat: latest_heartbeat_at && !stopped_at ? since(latest_heartbeat_at) : undefined,
  };
}

/** Describes a work item in a line. The last parts are left out if they do not fit in `width` characters. */
export function lineOf(item: WorkItem, width: number, now: number): string {
  const { state, age, heartbeat } = shortOf(item, now);
  const details = [
    age,
    item.stopped_at ? [] : heartbeat ? `heartbeat ${heartbeat} ago` : "no heartbeat",
  ].flat();
  const start = state.slice(0, width);
  let rest = "";
  for (const detail of details) {
    if (`${start}${rest}  ${detail}`.length > width) break;
    rest += `  ${detail}`;
  }
  return styleText("bold", start) + rest;
}
