import type { Command } from "commander";
import { pairOf, refuse } from "./operation.ts";
import { addShortcut, type Options } from "./options.ts";

/** Adds the commands that send one request and print the answer. */
export function addShortcuts(program: Command, signal: AbortSignal): void {
  addShortcut(program, "get", "getWorkItem", "print a work item", (work, params) =>
    work.getWorkItem(params, { signal }),
  );
  addShortcut(program, "stats", "getWorkStats", "print how many items and workers wait", (work, params) =>
    work.getWorkStats(params, { signal }),
  );
  addStop(program, signal);
  addSet(program, signal);
}

function addStop(program: Command, signal: AbortSignal): void {
  const description = "ask the worker of an item to stop it; a second time, stop it";
  type StopOptions = Options & { force?: true };
  addShortcut(program, "stop", "stopWorkItem", description, (work, params, { force }: StopOptions) =>
    work.stopWorkItem({ ...params, ...(force && { body: { force } }) }, { signal }),
  ).option("--force", "stop it at once");
}

function addSet(program: Command, signal: AbortSignal): void {
  const description = "set and remove metadata of a work item, and print the item";
  type SetOptions = Options & { unset?: string[] };
  const collect = (key: string, keys: string[] = []) => [...keys, key];
  addShortcut(
    program,
    "set",
    "updateWorkItem",
    description,
    (work, params, { unset = [] }: SetOptions, words) => {
      const expected = "KEY=VALUE, or --unset KEY";
      const pairs = words.map((word) => pairOf(word, expected));
      const metadata = Object.fromEntries([...pairs, ...unset.map((key): [string, null] => [key, null])]);
      if (Object.keys(metadata).length === 0) refuse(`expected ${expected}`);
      return work.updateWorkItem({ ...params, body: { metadata } }, { signal });
    },
  )
    .argument("[KEY=VALUE...]", "metadata to set; other keys stay, and KEY= sets an empty text")
    .option("--unset <key>", "metadata to remove, as `git config` does; may be repeated", collect);
}
