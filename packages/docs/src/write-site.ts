import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { yamlOf } from "@qoder/work-codegen";
import MiniSearch from "minisearch";
import { build } from "rolldown";
import { type Page, print } from "./content.ts";
import { addressOf, notFound, pageHtml, type Site } from "./layout.ts";
import type { Printed } from "./markdown.ts";
import { redocPage } from "./redoc.ts";
import { remembered } from "./remembered.ts";
import { fileOf, samplesOf, withSamples } from "./samples.ts";
import { type Entry, options, tokenize } from "./site/search-options.ts";
import { fill } from "./templates.ts";

export { siteOf } from "./layout.ts";

const redocFile = "redoc.html";
const tokens = remembered(tokenize);

/**
 * Writes the site into the folder `out`, all but the page of Redoc. Everything is made before anything is written, files
 * that have not changed are left alone, and files of an earlier site are removed.
 *
 * @throws {Error} if a page cannot be made; the folder then stays as it was
 */
export async function writeSite(site: Site, out: string): Promise<void> {
  const { api, pages } = site;
  const search = new MiniSearch({ ...options, tokenize: tokens });
  const files = new Map<string, Buffer>();
  // As bytes, because the pieces that a text was made of take more memory.
  const add = (name: string, content: string | Buffer) => files.set(name, Buffer.from(content));
  const twins = pages.map((page) => {
    const printed = print(page.content());
    search.addAll(entriesOf(page, printed));
    add(page.file, pageHtml(site, page, printed));
    // At the address with and without `.html`, for hosts that drop it.
    add(`${page.file}.md`, printed.markdown);
    add(page.file.replace(".html", ".md"), printed.markdown);
    return `<!-- ${api.site}${page.file} -->\n\n${printed.markdown}`;
  });
  add("404.html", notFound(site));
  for (const operation of api.operations)
    for (const sample of samplesOf(api, operation)) add(fileOf(operation, sample), `${sample.source}\n`);
  const document = withSamples(api);
  add("openapi.yaml", yamlOf(document));
  add("openapi.json", JSON.stringify(document, null, 2));
  const groups = [...Map.groupBy(pages, ({ group }) => group)].map(([name, members]) => ({ name, members }));
  add("llms.txt", fill("llms.txt", { ...site, groups })); // as llmstxt.org describes it
  add("llms-full.txt", twins.join("\n"));
  const addresses = [...pages, { file: redocFile }].map(({ file }) => addressOf(api, file));
  add("sitemap.xml", fill("sitemap.xml", { addresses }));
  add("robots.txt", `User-agent: *\nAllow: /\nSitemap: ${api.site}sitemap.xml\n`);
  for (const name of ["site.css", "redoc.css"]) add(name, `${read("frame.css")}${read(name)}`);
  for (const name of ["preview.png", "_headers"]) add(name, read(name));
  const index = `const INDEX=${JSON.stringify(JSON.stringify(search))};`;
  for (const { output } of await Promise.all(["site", "search", "console"].map(bundle))) {
    const [{ fileName, code }] = output;
    add(fileName, fileName === "search.js" ? index + code : code);
  }

  for (const [name, content] of files) writeChanged(out, name, content);
  for (const name of readdirSync(out))
    if (name !== redocFile && !files.has(name)) rmSync(join(out, name), { recursive: true });
}

/** The places that the search finds: a page, and all on it that has a link of its own. */
export function entriesOf({ file, title: page, description }: Page, { places }: Printed): Entry[] {
  const entries = [{ id: file, title: page, page, names: file.replace(".html", ""), text: description }];
  for (const { id, title = "", names = "", text } of places) {
    if (id) entries.push({ id: `${file}#${id}`, title, page, names, text: "" });
    (entries.at(-1) as Entry).text += ` ${text}`;
  }
  return entries.map((entry) => ({ ...entry, text: entry.text.replace(/\s+/g, " ").trim() }));
}

/** Writes the page of Redoc, which takes longer than all others. @throws {Error} if it fails, or `signal` aborts it */
export async function writeRedoc(site: Site, out: string, signal?: AbortSignal): Promise<void> {
  writeChanged(out, redocFile, Buffer.from(await redocPage(site, signal)));
}

const read = (name: string) => readFileSync(new URL(`site/${name}`, import.meta.url));

function writeChanged(out: string, name: string, content: Buffer): void {
  const file = join(out, name);
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  mkdirSync(out, { recursive: true });
  writeFileSync(file, content);
}

/** A script of the pages, in a file that needs nothing else. */
const bundle = (name: string) =>
  build({
    input: fileURLToPath(new URL(`site/${name}.ts`, import.meta.url)),
    platform: "browser",
    transform: { target: "es2023" },
    output: { format: "iife", minify: true },
    write: false,
  });
