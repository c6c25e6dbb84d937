import type { Site } from "./layout.ts";
import { fill } from "./templates.ts";

/** The files for programs, by their names: all pages in one, and lists of them. `twins` are the pages in Markdown. */
export function machineFiles({ api, pages, versions }: Site, twins: string[]): Record<string, string> {
  const groups = [...Map.groupBy(pages, ({ group }) => group)].map(([name, members]) => ({ name, members }));
  const files = [...pages.map(({ file }) => file), "redoc.html"];
  const addresses = files.map((file) => api.site + (file === "index.html" ? "" : file));
  const texts = pages.map(({ file }, index) => `<!-- ${api.site}${file} -->\n\n${twins[index]}`);
  return {
    // An index of the site for language models, as llmstxt.org describes it.
    "llms.txt": fill("llms.txt", { api, versions, groups }),
    "llms-full.txt": texts.join("\n"),
    "sitemap.xml": fill("sitemap.xml", { addresses }),
    "robots.txt": `User-agent: *\nAllow: /\nSitemap: ${api.site}sitemap.xml\n`,
  };
}
