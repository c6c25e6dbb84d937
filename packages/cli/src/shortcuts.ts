import type { Command } from "commander";
import { addShortcut } from "./options.ts";

/** Adds the commands that send one request and print the answer. */
export function addShortcuts(program: Command, signal: AbortSignal): void {
  addShortcut(program, "get", "getWorkItem", "print a work item", (work, params) =>
    work.getWorkItem(params, { signal }),
  );
}
