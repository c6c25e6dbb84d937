import type { WriteStream } from "node:tty";
import type { Params, WorkClient, WorkItem } from "@qoder/work-client";
import { type Command, Option } from "commander";
import { report } from "./failure.ts";
import { lineOf } from "./line.ts";
import { LiveLine } from "./live-line.ts";
import { refuse } from "./operation.ts";
import { addShortcut, type Options } from "./options.ts";
import { parseTime } from "./time.ts";

export interface FollowOptions extends Options {
  /** In milliseconds. */
  interval: number;
  /** In milliseconds. */
  timeout: number;
}

type Reader = Pick<WorkClient, "getWorkItem">;

/** Adds a command that reads a work item again and again, for the time `timeout` by default. */
export function addFollowCommand<O extends FollowOptions>(
  program: Command,
  name: string,
  description: string,
  timeout: string,
  action: (reader: Reader, ids: Params<"getWorkItem">, options: O, live: boolean) => Promise<unknown>,
  shownOn: "stdout" | "stderr",
): Command {
  const interval = new Option("--interval <time>", "time between two reads; grows while nothing changes");
  const limit = new Option("--timeout <time>", "give up after this time, such as 90s or 10m");
  return addShortcut(program, name, "getWorkItem", description, (work, ids, options: O) =>
    shown(work, process[shownOn], options.json, (reader, live) => action(reader, ids, options, live)),
  )
    .addOption(interval.argParser(timeOf).default(parseTime("2s"), "2s"))
    .addOption(limit.argParser(timeOf).default(parseTime(timeout) ?? Infinity, timeout));
}

function timeOf(text: string): number {
  const time = parseTime(text) ?? 0;
  return time >= 1 ? time : refuse("Expected a time, such as 500ms, 2s or 10m.");
}

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
  let failure: unknown;
  let warned = false;
  const textOf = (width: number) => (item ? lineOf(item, width, Date.now()) : "");
  const redraws = stream.isTTY && process.env["TERM"] !== "dumb" && !json;
  const live = redraws ? new LiveLine(stream, textOf) : undefined;
  const getWorkItem: Reader["getWorkItem"] = async (params, options) => {
    if (failure && !warned) {
      live?.clear();
      report("warning", failure, json);
      live?.draw();
    }
    warned = failure !== undefined;
    const before = item?.state;
    try {
      item = await work.getWorkItem(params, options);
    } catch (error) {
      failure = error;
      throw error;
    }
    failure = undefined;
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
