import type { Site } from "./layout.ts";
import { toMarkdown } from "./markdown.ts";
import type { Page } from "./pages.ts";

/** The page as Markdown, with links to other pages as Markdown. */
export const twin = ({ intro, aside, blocks }: Page): string =>
  toMarkdown([...intro, ...aside, ...blocks]).replace(/\]\(([\w-]+)\.html/g, "]($1.html.md");

/** An index of the site for language models, as llmstxt.org describes it. */
export function llms({ api, pages, versions }: Site): string {
  const groups = Map.groupBy(pages, ({ group }) => group);
  const lists = [...groups].map(
    ([group, members]) =>
      `## ${group}\n\n${members.map(({ file, title, description }) => `- [${title}](${api.site}${file}.md): ${description}`).join("\n")}`,
  );
  const packages = Object.entries(versions).map((named) => named.join(" "));
  return `# ${api.title}

> ${api.summary}

Version ${api.version} of the API; packages ${packages.join(", ")}. All pages in one file: ${api.site}llms-full.txt

${lists.join("\n\n")}

## OpenAPI

- [openapi.yaml](${api.site}openapi.yaml): the whole API in one document
- [openapi.json](${api.site}openapi.json): the same as JSON
`;
}

/** All pages in one file. */
export const llmsFull = ({ api, pages }: Site): string =>
  pages.map((page) => `<!-- ${api.site}${page.file} -->\n\n${twin(page)}`).join("\n");

export function sitemap({ api, pages }: Site): string {
  const urls = [...pages.map(({ file }) => file), "redoc.html"].map(
    (file) => `<url><loc>${api.site}${file === "index.html" ? "" : file}</loc></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("\n")}
</urlset>
`;
}

/**
 * What a page cannot say of itself in HTML. Its Content-Security-Policy is in the page, so that it holds on every host;
 * `frame-ancestors` works only in a header.
 */
export const responseHeaders = {
  "Content-Security-Policy": "frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** The file that Netlify and Cloudflare Pages read. */
export const headers = (): string =>
  `/*\n${Object.entries(responseHeaders)
    .map(([name, value]) => `  ${name}: ${value}`)
    .join("\n")}\n/*.md\n  Content-Type: text/markdown; charset=utf-8\n`;
