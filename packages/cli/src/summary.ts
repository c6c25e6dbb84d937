import { styleText } from "node:util";

/** Removes `secret`, a field that some servers add to work items, and that must not reach a screen or a log. */
function withoutSecret(_: string, value: unknown): unknown {
  const { secret: _secret, ...shown } = Object(value);
  return Object(value).type === "work" ? shown : value;
}

/** Formats an answer as JSON, in one line unless there is an indent. */
export const jsonOf = (answer: unknown, indent = 0): string => JSON.stringify(answer, withoutSecret, indent);

/** Lists all fields of an answer, one per line, also those that the API may add. */
export function summary(answer: unknown): string {
  const { id, type, state, ...rest } = JSON.parse(jsonOf(answer));
  const rows = Object.entries(rest).flatMap(([name, value]) => rowsOf(name, value));
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${styleText("dim", name.padEnd(width))}  ${value}`);
  const bold = (text: string) => styleText("bold", printable(text));
  return [id ? `${bold(id)} is ${bold(state)}` : bold(type), ...lines].join("\n");
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
