import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;" };
const escaped = (text: string) => text.replace(/[&<]/g, (char) => entities[char] as string);
const row = (tag: string, cells: string[]) =>
  `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;

/** Writes a table as a page in the output of the tests, row by row: of a large API, there are 100,000. */
export async function tabulate<Row>(
  name: string,
  title: string,
  head: string[],
  rows: Row[],
  cellsOf: (row: Row) => string[],
): Promise<void> {
  const folder = new URL("../test-output/", import.meta.url);
  await mkdir(folder, { recursive: true });
  function* html() {
    yield `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>body{font:14px system-ui;margin:2rem;color-scheme:light dark}td,th{padding:.2rem 1rem .2rem 0;text-align:left;vertical-align:top}</style>
<h1>${escaped(title)}</h1>
<table>
<thead>${row("th", head)}</thead>
<tbody>
`;
    for (const one of rows) yield `${row("td", cellsOf(one))}\n`;
    yield "</tbody>\n</table>\n";
  }
  await pipeline(html, createWriteStream(new URL(`${name}.html`, folder)));
}
