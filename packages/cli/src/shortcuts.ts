import type { Command } from "commander";
import { addShortcut, type Options } from "./command.ts";
import { pairOf, refuse } from "./operation.ts";

type StopOptions = Options & { force?: true };
type SetOptions = Options & { unset?: string[] };

/** Adds the commands that send one request and print the answer. */
export function addShortcuts(program: Command, signal: AbortSignal): void {
  addShortcut(program, "get", "getWorkItem", "print a work item", (work, params) =>
    work.getWorkItem(params, { signal }),
  );
  addShortcut(program, "stats", "getWorkStats", "print how many items and workers wait", (work, params) =>
    work.getWorkStats(params, { signal }),
  );
  const toStop = "ask the worker of an item to stop it; a second time, stop it";
  addShortcut(program, "stop", "stopWorkItem", toStop, (work, params, { force }: StopOptions) =>
    work.stopWorkItem({ ...params, ...(force && { body: { force } }) }, { signal }),
  ).option("--force", "stop it at once");
  const toSet = "set and remove metadata of a work item, and print the item";
  addShortcut(program, "set", "updateWorkItem", toSet, (work, params, { unset }: SetOptions, words) =>
    work.updateWorkItem({ ...params, body: { metadata: metadataOf(words, unset) } }, { signal }),
  )
    .argument("[KEY=VALUE...]", "metadata to set; other keys stay, and KEY= sets an empty text")
    .option("--unset <key>", "metadata to remove, as `git config` does; may be repeated", collect);
}

const collect = (key: string, keys: string[] = []) => [...keys, key];

function metadataOf(words: string[], unset: string[] = []): Record<string, string | null> {
  const expected = "KEY=VALUE, or --unset KEY";
  const metadata = [...words.map((word) => pairOf(word, expected)), ...unset.map((key) => [key, null])];
  return metadata.length > 0 ? Object.fromEntries(metadata) : refuse(`expected ${expected}`);
}
