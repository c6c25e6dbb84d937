import { styleText } from "node:util";
import { aligned, jsonOf, printable } from "./text.ts";

/** Lists all fields of an answer, one per line, also those that the API may add. */
export function summary(answer: unknown): string {
  const { id, type, state, ...rest } = JSON.parse(jsonOf(answer));
  const rows = Object.entries(rest).flatMap(([name, value]) => rowsOf(name, value));
  const lines = aligned(rows.map(([name, value]) => [styleText("dim", `  ${name}`), value]));
  const bold = (text: string) => styleText("bold", printable(text));
  return [id ? `${bold(id)} is ${bold(state)}` : bold(type), ...lines].join("\n");
}

function rowsOf(name: string, value: unknown): [name: string, value: string][] {
  const entries = Object.entries(Object(value));
  if (typeof value !== "object" || !entries[0])
    return [[printable(name), typeof value === "object" ? "-" : printable(String(value))]];
  return entries.flatMap(([key, inner]) => rowsOf(`${name}.${key}`, inner));
}
