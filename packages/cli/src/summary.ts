import { styleText } from "node:util";
import type { WorkItem } from "@qoder/work-client";

/** Removes `secret`, a field that some servers add, and that must not reach a screen or a log. */
export function withoutSecret(item: WorkItem): WorkItem {
  const { secret: _, ...shown } = item as WorkItem & { secret?: unknown };
  return shown;
}

/** Formats an item as a command prints it: one field per line, or a line of JSON. */
export const shown = (item: WorkItem, { json }: { json?: true }): string =>
  json ? JSON.stringify(withoutSecret(item)) : summary(item);

/** Lists all fields of an item, one per line, also those that the API may add. */
export function summary(item: WorkItem): string {
  const { id, type: _, state, ...rest } = withoutSecret(item);
  const rows = Object.entries(rest).flatMap(([name, value]) => rowsOf(name, value));
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${styleText("dim", name.padEnd(width))}  ${value}`);
  return [`${styleText("bold", printable(id))} is ${styleText("bold", printable(state))}`, ...lines].join(
    "\n",
  );
}

function rowsOf(name: string, value: unknown): [name: string, value: string][] {
  if (value === null) return [[printable(name), "-"]];
  if (typeof value !== "object") return [[printable(name), printable(String(value))]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[printable(name), "-"]];
  return entries.flatMap(([key, inner]) => rowsOf(`${name}.${key}`, inner));
}

/** Escapes control characters, so that text from a server cannot move the cursor or colour the terminal. */
export const printable = (text: string) =>
  text.replace(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1));
