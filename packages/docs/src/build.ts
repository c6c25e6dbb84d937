import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { stringifyYaml } from "@redocly/openapi-core";
import { build } from "esbuild";
import MiniSearch from "minisearch";
import { notFound, pageHtml, type Site } from "./layout.ts";
import { headers, llms, llmsFull, sitemap, twin } from "./machines.ts";
import { pagesOf } from "./pages.ts";
import { redocPage } from "./redoc.ts";
import { entriesOf } from "./search-entries.ts";
import { options } from "./site/search-options.ts";
import { loadApi, packageVersions, specFile } from "./spec.ts";

const { values } = parseArgs({
  options: { spec: { type: "string", default: specFile }, out: { type: "string", default: "dist" } },
});
const out = pathToFileURL(`${values.out}/`);
const write = (name: string, text: string) => writeFile(new URL(name, out), text);

const api = await loadApi(values.spec);
const site: Site = { api, pages: await pagesOf(api), versions: await packageVersions() };

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([
  ...site.pages.flatMap((page) => [
    write(page.file, pageHtml(site, page)),
    // At the address with and without `.html`, for hosts that drop it.
    write(`${page.file}.md`, twin(page)),
    write(page.file.replace(".html", ".md"), twin(page)),
  ]),
  write("404.html", notFound(site)),
  write("openapi.yaml", stringifyYaml(api.document)),
  write("openapi.json", JSON.stringify(api.document, null, 2)),
  write("llms.txt", llms(site)),
  write("llms-full.txt", llmsFull(site)),
  write("sitemap.xml", sitemap(site)),
  write("robots.txt", `User-agent: *\nAllow: /\nSitemap: ${api.site}sitemap.xml\n`),
  write("_headers", headers()),
  ...["site.css", "redoc.css"].map((name) =>
    cp(new URL(`site/${name}`, import.meta.url), new URL(name, out)),
  ),
  scripts(),
  writeSamples(),
]);
await write("redoc.html", await redocPage(site, values.spec));

/** The scripts of the pages, each a file that needs nothing else. */
async function scripts(): Promise<void> {
  const search = new MiniSearch(options);
  search.addAll(entriesOf(site));
  await build({
    entryPoints: ["site", "search", "console"].map((name) =>
      fileURLToPath(new URL(`site/${name}.ts`, import.meta.url)),
    ),
    outdir: fileURLToPath(out),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2023",
    define: { INDEX: JSON.stringify(search) },
    logLevel: "error",
  });
}

/** Every sample as a program of its own, `samples/<operationId>/<label>.<ending>`. */
async function writeSamples(): Promise<void> {
  const endings: Record<string, string> = { curl: "sh", TypeScript: "ts", JavaScript: "js", Python: "py" };
  for (const { id, samples } of api.operations) {
    await mkdir(new URL(`samples/${id}/`, out), { recursive: true });
    for (const { label, lang, source } of samples) {
      const name = label.toLowerCase().replaceAll(" ", "-");
      await write(`samples/${id}/${name}.${endings[lang]}`, `${source}\n`);
    }
  }
}
