import { styleText } from "node:util";
import { paginate, type WorkItem } from "@qoder/work-client";
import type { Command } from "commander";
import { addShortcut, type Options } from "./command.ts";
import { shortOf } from "./line.ts";
import { refuse } from "./operation.ts";
import { aligned, cut, jsonOf, printable } from "./text.ts";

type ListOptions = Options & { limit?: number };

/** Adds `list`. Only a table waits for the last item, as its columns are as wide as their longest cell. */
export function addList(program: Command, signal: AbortSignal): void {
  const description = "list the work items of an Environment, the oldest first";
  addShortcut(program, "list", "listWorkItems", description, async (work, params, options: ListOptions) => {
    const { limit = Infinity, json } = options;
    const { isTTY, columns } = process.stdout;
    const pages = { ...params, limit: Math.min(limit, 100) }; // a page has no more
    const rows: string[][] = [];
    let left = limit;
    for await (const item of paginate(work.listWorkItems, pages, { signal })) {
      if (json) console.log(jsonOf(item));
      else if (isTTY) rows.push(cellsOf(item));
      else console.log(cellsOf(item).join("\t"));
      if (--left === 0) break;
    }
    if (isTTY && !json) console.log(tableOf(rows, columns || 80));
  }).option("--limit <number>", "list at most this many", countOf);
}

function cellsOf(item: WorkItem): string[] {
  const { id, state, age, heartbeat = "-" } = shortOf(item, Date.now());
  const metadata = Object.entries(item.metadata ?? {}).map(([key, value]) => `${key}=${value}`);
  return [id, state, age, heartbeat, printable(metadata.join(" ")) || "-"];
}

/** Aligned lines with a header, cut to a width. */
function tableOf(items: string[][], width: number): string {
  const idWidth = Math.max(12, width - 40); // leaves room for the state and the times
  const short = items.map(([id = "", ...cells]) => [cut(id, idWidth), ...cells]);
  const rows = [["ID", "STATE", "AGE", "HEARTBEAT", "METADATA"], ...short];
  const [header = "", ...lines] = aligned(rows).map((line) => cut(line, width));
  return [styleText("bold", header), ...lines].join("\n");
}

const countOf = (text: string) =>
  /^[1-9]\d*$/.test(text) ? Number(text) : refuse("Expected a number of 1 or more.");
