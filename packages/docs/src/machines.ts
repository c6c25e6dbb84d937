import type { Site } from "./layout.ts";
import { markdownOf } from "./markdown.ts";
import { fill } from "./templates.ts";

/** An index of the site for language models, as llmstxt.org describes it. */
export function llms({ api, pages, versions }: Site): string {
  const groups = [...Map.groupBy(pages, ({ group }) => group)];
  const data = { api, versions, groups: groups.map(([name, members]) => ({ name, pages: members })) };
  return fill("src/templates/llms.txt.hbs", data);
}

/** All pages in one file. */
export const llmsFull = ({ api, pages }: Site): string =>
  pages.map(({ file, content }) => `<!-- ${api.site}${file} -->\n\n${markdownOf(content)}`).join("\n");

export function sitemap({ api, pages }: Site): string {
  const files = [...pages.map(({ file }) => file), "redoc.html"];
  const addresses = files.map((file) => api.site + (file === "index.html" ? "" : file));
  return fill("src/templates/sitemap.xml.hbs", { addresses });
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
