import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Api, yamlOf } from "@qoder/work-codegen";
import MiniSearch from "minisearch";
import { build } from "rolldown";
import { packageVersions } from "./changelog.ts";
import { type Page, type Printed, print } from "./content.ts";
import { linksTo, notFound, pageHtml, type Site } from "./layout.ts";
import { machineFiles } from "./machines.ts";
import { pagesOf } from "./pages.ts";
import { redocPage } from "./redoc.ts";
import { remembered } from "./remembered.ts";
import { withSamples } from "./samples.ts";
import { type Entry, options } from "./site/search-options.ts";

const redocFile = "redoc.html";

/** Makes the pages of the site. `guides` is the folder of the guides, if it is not ours. */
export async function siteOf(api: Api, guides?: URL): Promise<Site> {
  const pages = await pagesOf(api, guides);
  const versions = await packageVersions();
  return {
    api,
    document: withSamples(api),
    pages,
    linksFor: remembered((group) => linksTo(pages, group)),
    versions,
  };
}

/**
 * Writes the site into the folder `out`, all but the page of Redoc. Everything is made before anything is written, files
 * that have not changed are left alone, and files of an earlier site are removed.
 *
 * @throws {Error} if a page cannot be made; the folder then stays as it was
 */
export async function writeSite(site: Site, out: string): Promise<void> {
  const printed = site.pages.map((page) => {
    const content = print(page.content);
    const html = pageHtml(site, page, content);
    return { page, html, markdown: content.markdown, entries: entriesOf(page, content) };
  });
  const files: Record<string, string> = {
    ...Object.fromEntries(
      printed.flatMap(({ page: { file }, html, markdown }) => [
        [file, html],
        // At the address with and without `.html`, for hosts that drop it.
        [`${file}.md`, markdown],
        [file.replace(".html", ".md"), markdown],
      ]),
    ),
    "404.html": notFound(site),
    "openapi.yaml": yamlOf(site.document),
    "openapi.json": JSON.stringify(site.document, null, 2),
    ...machineFiles(
      site,
      printed.map(({ markdown }) => markdown),
    ),
    ...(await asWritten("site.css", "redoc.css", "_headers")),
    ...(await scripts(printed.flatMap(({ entries }) => entries))),
  };
  for (const [name, text] of Object.entries(files)) writeChanged(join(out, name), text);
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(out, "/").length).replaceAll("\\", "/");
    if (entry.isFile() && name !== redocFile && !(name in files)) await rm(path);
  }
}

/** The places that the search finds: a page, and all on it that has a link of its own. */
export function entriesOf({ file, title: page, description }: Page, { places }: Printed): Entry[] {
  const entries = [{ id: file, title: page, page, names: file.replace(".html", ""), text: description }];
  for (const { id, title = "", names = "", text } of places) {
    if (id) entries.push({ id: `${file}#${id}`, title, page, names: "", text: "" });
    const entry = entries.at(-1) as Entry;
    entry.names += ` ${names}`;
    entry.text += ` ${text}`;
  }
  return entries.map((entry) => ({ ...entry, text: entry.text.replace(/\s+/g, " ").trim() }));
}

/** Writes the page of Redoc, which takes longer than all others. @throws {Error} if it fails, or `signal` aborts it */
export async function writeRedoc(site: Site, out: string, signal?: AbortSignal): Promise<void> {
  writeChanged(join(out, redocFile), await redocPage(site, signal));
}

function writeChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function asWritten(...names: string[]): Promise<Record<string, string>> {
  const read = (name: string) => readFile(new URL(`site/${name}`, import.meta.url), "utf8");
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)])));
}

/** The scripts of the pages, each a file that needs nothing else. That of the search starts with the index. */
async function scripts(entries: Entry[]): Promise<Record<string, string>> {
  const search = new MiniSearch(options);
  search.addAll(entries);
  const bundles = await bundled();
  return {
    ...bundles,
    "search.js": `const INDEX=${JSON.stringify(JSON.stringify(search))};${bundles["search.js"]}`,
  };
}

/** The bundles of the sources as they were read last, because a save of the spec changes none of them. */
let last: { sources: string; bundles: Promise<Record<string, string>> } | undefined;

async function bundled(): Promise<Record<string, string>> {
  const names = (await readdir(new URL("site/", import.meta.url))).filter((name) => name.endsWith(".ts"));
  const sources = JSON.stringify(await asWritten(...names));
  if (last?.sources !== sources) last = { sources, bundles: bundle(["site", "search", "console"]) };
  return last.bundles;
}

async function bundle(names: string[]): Promise<Record<string, string>> {
  const built = await build(
    names.map((name) => ({
      input: fileURLToPath(new URL(`site/${name}.ts`, import.meta.url)),
      platform: "browser" as const,
      transform: { target: "es2023" },
      output: { format: "iife" as const, minify: true },
      write: false,
    })),
  );
  return Object.fromEntries(built.map(({ output: [{ fileName, code }] }) => [fileName, code]));
}
