import type { WriteStream } from "node:tty";
import {
  knownValues,
  type WorkClient,
  type WorkItem,
  waitForWorkItem,
  watchWorkItem,
} from "@qoder/work-client";
import { type Command, InvalidArgumentError, Option } from "commander";
import { addShortcut, type Options } from "./command.ts";
import { report } from "./failure.ts";
import { lineOf } from "./line.ts";
import { liveLine } from "./live-line.ts";
import { hintFor, refuse } from "./operation.ts";
import { jsonOf } from "./text.ts";
import { parseTime } from "./time.ts";

interface FollowOptions extends Options {
  /** In milliseconds, as `timeout`. */
  interval: number;
  timeout: number;
  until: string;
}

type Reader = Pick<WorkClient, "getWorkItem">;

const watchDescription = `Follows a work item until it has stopped.

A line has the state, the time since created_at (until stopped_at), the id, and the age of the last heartbeat, by the \
clock of this machine. From a day on it has the date. On a terminal it is updated in place; elsewhere, and with --json, \
each change prints a line.`;

const states: readonly string[] = knownValues.WorkItemState;

function timeOf(text: string): number {
  const time = parseTime(text) ?? 0;
  return time >= 1 ? time : refuse("Expected a time, such as 500ms, 2s or 10m.");
}

const timeOption = (flags: string, description: string, time: string) =>
  new Option(flags, description).argParser(timeOf).default(parseTime(time) ?? Infinity, time);

const interval = timeOption("--interval <time>", "time between two reads; grows while nothing changes", "2s");
const timeout = (time: string) =>
  timeOption("--timeout <time>", "give up after this time, such as 90s or 10m", time);
const until = new Option(
  "--until <state>",
  "state to wait for; states that are newer than this list work too",
)
  .choices(states)
  .argParser(String) // not that of `choices`, which refuses others: the API may add some
  .default("stopped" satisfies (typeof knownValues.WorkItemState)[number]);

/** Adds `watch` and `wait`, which read a work item again and again. */
export function addFollow(program: Command, signal: AbortSignal): void {
  addShortcut(program, "watch", "getWorkItem", watchDescription, (work, ids, options: FollowOptions) => {
    const { json, interval, timeout } = options;
    return withLiveLine(work, process.stdout, json, async (reader, live) => {
      for await (const item of watchWorkItem(reader, ids, { interval, timeout, signal }))
        if (!live) console.log(json ? jsonOf(item) : lineOf(item, Infinity, Date.now()));
    });
  })
    .summary("follow a work item until it has stopped")
    .addOption(interval)
    .addOption(timeout("none"));

  const description = "wait until a work item is in a state, and print it";
  addShortcut(program, "wait", "getWorkItem", description, (work, ids, options: FollowOptions) => {
    const { json, interval, timeout, until } = options;
    if (!states.includes(until)) {
      const problem = `"${until}" is not a known state (${states.join(", ")}); waiting for it anyway`;
      report("warning", new InvalidArgumentError(`${problem}${hintFor(until, states)}`), json);
    }
    return withLiveLine(work, process.stderr, json, (reader) =>
      waitForWorkItem(reader, ids, { until, interval, timeout, signal }),
    );
  })
    .addOption(interval)
    .addOption(timeout("10m"))
    .addOption(until);
}

/**
 * Shows the item in a line of the terminal while `action` reads it. On stdout the line stays, as the result. The read after
 * a failure begins with a warning, so that the command does not seem to hang; further failures in a row have none.
 */
export async function withLiveLine(
  work: Reader,
  stream: WriteStream,
  json: boolean | undefined,
  action: (reader: Reader, live: boolean) => Promise<unknown>,
): Promise<unknown> {
  let item: WorkItem | undefined;
  const failures: unknown[] = []; // in a row
  const textOf = (width: number) => (item ? lineOf(item, width, Date.now()) : "");
  const redraws = stream.isTTY && process.env["TERM"] !== "dumb" && !json;
  const live = redraws ? liveLine(stream, textOf) : undefined;
  const getWorkItem: Reader["getWorkItem"] = async (params, options) => {
    if (failures.length === 1) {
      live?.clear();
      report("warning", failures[0], json);
      live?.draw();
    }
    const before = item?.state;
    item = await work.getWorkItem(params, options).catch((error) => {
      failures.push(error);
      throw error;
    });
    failures.length = 0;
    if (item.state !== before) live?.draw(); // a newer heartbeat can wait for the next second
    return item;
  };
  try {
    return await action({ getWorkItem }, live !== undefined);
  } catch (error) {
    throw Object.assign(Object(error), item && { state: item.state });
  } finally {
    live?.end(stream === process.stdout);
  }
}
