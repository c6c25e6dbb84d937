import { styleText } from "node:util";
import type { WorkItem } from "@qoder/work-client";
import widthOf from "string-width";
import { cut, printable } from "./text.ts";
import { formatTime } from "./time.ts";

const day = 86_400_000;

/**
 * A work item in short: its state, the time since `created_at` (until `stopped_at`), and that since its last heartbeat.
 * A time of a day or more is shown as its date, as the data of a mock or of another clock is old.
 */
export function shortOf({ id, state, created_at, stopped_at, latest_heartbeat_at }: WorkItem, now: number) {
  const since = (start: string) => {
    const passed = now - Date.parse(start);
    return passed >= day ? new Date(start).toISOString().slice(0, 10) : formatTime(passed);
  };
  return {
    id: printable(id),
    state: printable(state),
    age: stopped_at ? formatTime(Date.parse(stopped_at) - Date.parse(created_at)) : since(created_at),
    heartbeat: latest_heartbeat_at && !stopped_at ? since(latest_heartbeat_at) : undefined,
  };
}

const isDate = (time: string) => /^\d+-/.test(time);

/** Describes a work item in a line. The last parts are cut or left out if they do not fit in `width` columns. */
export function lineOf(item: WorkItem, width: number, now: number): string {
  const { id, state, age, heartbeat } = shortOf(item, now);
  const last = heartbeat ? `heartbeat ${heartbeat}${isDate(heartbeat) ? "" : " ago"}` : "no heartbeat";
  const parts = [isDate(age) ? `since ${age}` : age, id, ...(item.stopped_at ? [] : [last])];
  const start = cut(state, width);
  let rest = "";
  for (const part of parts) {
    const left = width - widthOf(start + rest) - 2;
    if (widthOf(part) > left && (part !== id || left < 12)) break;
    rest += `  ${cut(part, left)}`;
  }
  return styleText("bold", start) + rest;
}
