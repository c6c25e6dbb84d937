import type { Command } from "commander";
import { addItemCommand, clientOf } from "./options.ts";
import { shown } from "./summary.ts";

export function addGet(program: Command, signal: AbortSignal): void {
  addItemCommand(program, "get", "print a work item", async (ids, options) => {
    console.log(shown(await clientOf(options).getWorkItem(ids, { signal }), options));
  });
}
