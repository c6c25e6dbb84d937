import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Api, yamlOf } from "@qoder/work-codegen";
import { build } from "esbuild";
import MiniSearch from "minisearch";
import { packageVersions } from "./changelog.ts";
import { notFound, pageHtml, type Site } from "./layout.ts";
import { headers, llms, llmsFull, sitemap } from "./machines.ts";
import { markdownOf } from "./markdown.ts";
import { pagesOf } from "./pages.ts";
import { redocPage } from "./redoc.ts";
import { fileOf, samplesOf, withSamples } from "./samples.ts";
import { entriesOf } from "./search-entries.ts";
import { options } from "./site/search-options.ts";

const redocFile = "redoc.html";

/**
 * Writes the site that follows from the spec into the folder `out`, all but the page of Redoc. Everything is made before
 * anything is written, files that have not changed are left alone, and files of an earlier site are removed.
 *
 * @throws {Error} if a page cannot be made; the folder then stays as it was
 */
export async function writeSite(api: Api, out: string): Promise<Site> {
  const site: Site = {
    api,
    document: withSamples(api),
    pages: await pagesOf(api),
    versions: await packageVersions(),
  };
  const files: Record<string, string> = {
    ...Object.fromEntries(
      site.pages.flatMap((page) => {
        const markdown = markdownOf(page.content);
        return [
          [page.file, pageHtml(site, page)],
          // At the address with and without `.html`, for hosts that drop it.
          [`${page.file}.md`, markdown],
          [page.file.replace(".html", ".md"), markdown],
        ];
      }),
    ),
    "404.html": notFound(site),
    "openapi.yaml": yamlOf(site.document),
    "openapi.json": JSON.stringify(site.document, null, 2),
    "llms.txt": llms(site),
    "llms-full.txt": llmsFull(site),
    "sitemap.xml": sitemap(site),
    "robots.txt": `User-agent: *\nAllow: /\nSitemap: ${api.site}sitemap.xml\n`,
    _headers: headers(),
    "site.css": await stylesheet("site.css"),
    "redoc.css": await stylesheet("redoc.css"),
    ...(await scripts(site)),
    ...sampleFiles(api),
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
export async function writeRedoc(site: Site, out: string, signal?: AbortSignal): Promise<void> {
  await writeChanged(join(out, redocFile), await redocPage(site, signal));
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
  search.addAll(site.pages.flatMap(entriesOf));
  const { outputFiles } = await build({
    entryPoints: ["site", "search", "console"].map((name) =>
      fileURLToPath(new URL(`site/${name}.ts`, import.meta.url)),
    ),
    outdir: "site",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2023",
    define: { INDEX: JSON.stringify(search) },
    logLevel: "error",
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]));
}

/** Every sample as a program of its own, `samples/<operationId>/<label>.<ending>`. */
const sampleFiles = (api: Api): Record<string, string> =>
  Object.fromEntries(
    api.operations.flatMap((operation) =>
      samplesOf(api, operation).map((sample) => [
        `samples/${operation.id}/${fileOf(sample)}`,
        `${sample.source}\n`,
      ]),
    ),
  );
