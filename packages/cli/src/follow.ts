import type { WriteStream } from "node:tty";
import {
  knownValues,
  type Params,
  type WorkClient,
  type WorkItem,
  waitForWorkItem,
  watchWorkItem,
} from "@qoder/work-client";
import { type Command, InvalidArgumentError, Option } from "commander";
import { report } from "./failure.ts";
import { lineOf } from "./line.ts";
import { liveLine } from "./live-line.ts";
import { meant, refuse } from "./operation.ts";
import { addShortcut, type Options } from "./options.ts";
import { jsonOf } from "./text.ts";
import { parseTime } from "./time.ts";

interface FollowOptions extends Options {
  /** In milliseconds. */
  interval: number;
  /** In milliseconds. */
  timeout: number;
  until: string;
}

type Reader = Pick<WorkClient, "getWorkItem">;

const watchDescription = [
  "Follows a work item until it has stopped.",
  "",
  "A line has the state, the time since created_at (until stopped_at), the id, and the age of the last heartbeat, by the " +
    "clock of this machine. From a day on it has the date. On a terminal it is updated in place; elsewhere, and with --json, " +
    "each change prints a line.",
].join("\n");

/** Adds `watch` and `wait`, which read a work item again and again. */
export function addFollow(program: Command, signal: AbortSignal): void {
  const watch = addCommand(
    program,
    "watch",
    watchDescription,
    "stdout",
    async (reader, ids, options, live) => {
      for await (const item of watchWorkItem(reader, ids, { ...timesOf(options), signal }))
        if (!live) console.log(options.json ? jsonOf(item) : lineOf(item, Infinity, Date.now()));
    },
  );
  watch.summary("follow a work item until it has stopped").addOption(timeout("none"));

  const states: readonly string[] = knownValues.WorkItemState;
  const until = new Option(
    "--until <state>",
    "state to wait for; states that are newer than this list work too",
  )
    .choices(states)
    .argParser(String) // not that of `choices`, which refuses others: the API may add some
    .default("stopped" satisfies (typeof knownValues.WorkItemState)[number]);
  const waitDescription = "wait until a work item is in a state, and print it";
  const wait = addCommand(program, "wait", waitDescription, "stderr", async (reader, ids, options) => {
    const { until } = options;
    if (!states.includes(until)) {
      const problem = `"${until}" is not a known state (${states.join(", ")}); waiting for it anyway`;
      report("warning", new InvalidArgumentError(`${problem}${meant(until, states)}`), options.json);
    }
    return waitForWorkItem(reader, ids, { until, ...timesOf(options), signal });
  });
  wait.addOption(timeout("10m")).addOption(until);
}

const timesOf = ({ interval, timeout }: FollowOptions) => ({ interval, timeout });

const timeout = (time: string) =>
  new Option("--timeout <time>", "give up after this time, such as 90s or 10m")
    .argParser(timeOf)
    .default(parseTime(time) ?? Infinity, time);

function timeOf(text: string): number {
  const time = parseTime(text) ?? 0;
  return time >= 1 ? time : refuse("Expected a time, such as 500ms, 2s or 10m.");
}

/** Adds a command that shows the item in a line of a terminal, while `action` reads it. */
const addCommand = (
  program: Command,
  name: string,
  description: string,
  shownOn: "stdout" | "stderr",
  action: (
    reader: Reader,
    ids: Params<"getWorkItem">,
    options: FollowOptions,
    live: boolean,
  ) => Promise<unknown>,
): Command =>
  addShortcut(program, name, "getWorkItem", description, (work, ids, options: FollowOptions) =>
    shown(work, process[shownOn], options.json, (reader, live) => action(reader, ids, options, live)),
  ).addOption(
    new Option("--interval <time>", "time between two reads; grows while nothing changes")
      .argParser(timeOf)
      .default(parseTime("2s"), "2s"),
  );

/**
 * Shows the item in a line of the terminal while `action` reads it. It stays on stdout, where it is the result. A read that
 * follows failures begins with a warning, so that the command does not seem to hang; failures in a row have one.
 */
export async function shown(
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
