import widthOf from "string-width";

/** Control characters, bidirectional and other invisible ones, line separators, and halves of characters. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Escapes what could move the cursor, colour the terminal or hide text, and hides the token. All text that a server or a
 * caller chose goes through here before it is printed, and JSON too, where the escapes are JSON's own.
 */
export function printable(text: string): string {
  const token = process.env["QODER_PAT"]?.trim() ?? "";
  const hidden = token.length < 8 ? text : text.replaceAll(token, "[redacted]"); // "x" is for a mock
  return hidden.replace(unsafe, (char) => {
    const escaped = JSON.stringify(char).slice(1, -1);
    return escaped === char ? char.split("").map(unitOf).join("") : escaped;
  });
}

const unitOf = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Formats JSON, in one line unless there is an indent. */
export const jsonOf = (value: unknown, indent = 0): string =>
  JSON.stringify(value, withoutSecret, indent).replace(/[^\n]+/g, printable);

/** Removes `secret`, a field that some servers add to work items, and that must not reach a screen or a log. */
function withoutSecret(_: string, value: unknown): unknown {
  const { secret: _secret, ...shown } = Object(value);
  return Object(value).type === "work" ? shown : value;
}

/** Text from a file can end in a line end, also that of Windows; a token, an id or an option never does. */
export const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, "");

/** Cuts a text to a number of columns of a terminal, between characters as a reader sees them. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let start = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(start + segment) >= width) break;
    start += segment;
  }
  return width > 0 ? `${start}…` : "";
}

/** Joins the cells of each row. A column is as wide as its widest cell. */
export function aligned(rows: string[][]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  const padded = (cell: string, at: number) => cell + " ".repeat((widths[at] ?? 0) - widthOf(cell));
  return rows.map((row) => row.map(padded).join("  ").trimEnd());
}
