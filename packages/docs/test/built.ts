import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromHtml } from "hast-util-from-html";
import { toString as textOf } from "hast-util-to-string";
import { dist } from "../src/serve.ts";

/** The files of the built site. */
export const files = await readdir(dist, { recursive: true });
export const pages = files.filter((file) => file.endsWith(".html") && file !== "redoc.html");

export const read = (file: string) => readFile(join(dist, file), "utf8");
export const spaced = (text: string) => text.replace(/\s+/g, " ").trim();

/** The words that a reader sees without scripts. */
export function wordsOf(html: string): string {
  const [, main = ""] = html.split("<main");
  return spaced(textOf(fromHtml(`<main${main}`, { fragment: true })));
}
export const words = async (file: string) => wordsOf(await read(file));
