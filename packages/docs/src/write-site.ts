import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringifyYaml } from "@redocly/openapi-core";
import MiniSearch from "minisearch";
import { build } from "rolldown";
import { notFound, pageHtml, type Site } from "./layout.ts";
import { headers, llms, llmsFull, sitemap, twin } from "./machines.ts";
import { pagesOf } from "./pages.ts";
import { redocPage } from "./redoc.ts";
import { entriesOf } from "./search-entries.ts";
import { options } from "./site/search-options.ts";
import { type Api, loadApi, packageVersions } from "./spec.ts";

const redocFile = "redoc.html";

/**
 * Writes the site that follows from the spec into the folder `out`, all but the page of Redoc. Everything is made before
 * anything is written, files that have not changed are left alone, and files of an earlier site are removed.
 *
 * @throws {Error} if a page cannot be made; the folder then stays as it was
 */
export async function writeSite(spec: string, out: string): Promise<Site> {
  const api = await loadApi(spec);
  const site: Site = { api, pages: await pagesOf(api), versions: await packageVersions() };
  const files: Record<string, string> = {
    ...Object.fromEntries(
      site.pages.flatMap((page) => [
        [page.file, pageHtml(site, page)],
        // At the address with and without `.html`, for hosts that drop it.
        [`${page.file}.md`, twin(page)],
        [page.file.replace(".html", ".md"), twin(page)],
      ]),
    ),
    "404.html": notFound(site),
    "openapi.yaml": stringifyYaml(api.document),
    "openapi.json": JSON.stringify(api.document, null, 2),
    "llms.txt": llms(site),
    "llms-full.txt": llmsFull(site),
    "sitemap.xml": sitemap(site),
    "robots.txt": `User-agent: *\nAllow: /\nSitemap: ${api.site}sitemap.xml\n`,
    _headers: headers(),
    "site.css": await stylesheet("site.css"),
    "redoc.css": await stylesheet("redoc.css"),
    ...(await scripts(site)),
    ...samplesOf(api),
  };
  for (const [name, text] of Object.entries(files)) await writeChanged(join(out, name), text);
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(out, "/").length).replaceAll("\\", "/");
    if (entry.isFile() && name !== redocFile && !(name in files)) await rm(path);
  }
  return site;
}

/** Writes the page of Redoc, which takes longer than all others. @throws {Error} if it fails, or `signal` aborts it */
export async function writeRedoc(site: Site, spec: string, out: string, signal?: AbortSignal): Promise<void> {
  await writeChanged(join(out, redocFile), await redocPage(site, spec, signal));
}

async function writeChanged(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const stylesheet = (name: string) => readFile(new URL(`site/${name}`, import.meta.url), "utf8");

/** The scripts of the pages, each a file that needs nothing else. */
async function scripts(site: Site): Promise<Record<string, string>> {
  const search = new MiniSearch(options);
  search.addAll(entriesOf(site));
  const scripts = ["site", "search", "console"].map((name) => ({
    input: fileURLToPath(new URL(`site/${name}.ts`, import.meta.url)),
    platform: "browser" as const,
    transform: { target: "es2023", define: { INDEX: JSON.stringify(search) } },
    output: { format: "iife" as const, minify: true },
    write: false,
  }));
  const built = await build(scripts);
  return Object.fromEntries(built.map(({ output: [{ fileName, code }] }) => [fileName, code]));
}

/** Every sample as a program of its own, `samples/<operationId>/<label>.<ending>`. */
function samplesOf({ operations }: Api): Record<string, string> {
  const endings: Record<string, string> = { curl: "sh", TypeScript: "ts", JavaScript: "js", Python: "py" };
  return Object.fromEntries(
    operations.flatMap(({ id, samples }) =>
      samples.map(({ label, lang, source }) => [
        `samples/${id}/${label.toLowerCase().replaceAll(" ", "-")}.${endings[lang]}`,
        `${source}\n`,
      ]),
    ),
  );
}
