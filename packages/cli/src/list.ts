import { styleText } from "node:util";
import { paginate, type WorkItem } from "@qoder/work-client";
import type { Command } from "commander";
import { shortOf } from "./line.ts";
import { refuse } from "./operation.ts";
import { addShortcut, type Options } from "./options.ts";
import { jsonOf, printable } from "./summary.ts";

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
  const { state, age, heartbeat = "-" } = shortOf(item, Date.now());
  const metadata = Object.entries(item.metadata ?? {}).map(([key, value]) => `${key}=${value}`);
  return [printable(item.id), state, age, heartbeat, printable(metadata.join(" ")) || "-"];
}

/** Aligned lines with a header, cut to a width. */
function tableOf(items: string[][], width: number): string {
  const header = ["ID", "STATE", "AGE", "HEARTBEAT", "METADATA"];
  const rows = [header, ...items];
  const widths = header.map((_, at) => rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), 0));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const [first = "", ...rest] = lines.map((line) =>
    line.length > width ? `${line.slice(0, width - 1)}…` : line,
  );
  return [styleText("bold", first), ...rest].join("\n");
}

const countOf = (text: string) =>
  /^[1-9]\d*$/.test(text) ? Number(text) : refuse("Expected a number of 1 or more.");
