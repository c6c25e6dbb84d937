import { escapeHtml, toHtml } from "./markdown.ts";
import type { Page } from "./pages.ts";
import type { Api } from "./spec.ts";

/** What every page needs to know of the site. */
export interface Site {
  api: Api;
  pages: Page[];
  /** By package name. */
  versions: Record<string, string>;
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#3b5bdb"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.5"/></svg>`,
)}`;

/** What pages may load: their own files, and an answer from the server that a reader enters into the form. */
const policyOf = ({ scripts }: Page) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src data:",
    `connect-src ${scripts ? "http://127.0.0.1:* http://localhost:* https:" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** The HTML of a page. */
export function pageHtml(site: Site, page: Page): string {
  const { intro, aside, blocks, scripts = [] } = page;
  const content =
    aside.length > 0
      ? `<div class="split"><div class="intro">${toHtml(intro)}</div>
<div class="aside">${toHtml(aside)}</div>
<div class="rest">${toHtml(blocks)}</div></div>`
      : toHtml([...intro, ...blocks]);
  return html(site, page, {
    policy: policyOf(page),
    scripts: ["site.js", ...scripts],
    body: framed(site, page, content),
  });
}

interface Parts {
  /** Content-Security-Policy. */
  policy: string;
  body: string;
  stylesheet?: string;
  scripts?: string[];
  /** More for the head. */
  head?: string;
}

/** The document of a page, with all that its head says to browsers, search engines and other programs. */
export function html(site: Site, page: Page, parts: Parts): string {
  const { policy, body, stylesheet = "site.css", scripts = [], head = "" } = parts;
  const { api } = site;
  const address = api.site + (page.file === "index.html" ? "" : page.file);
  const title = page.file === "index.html" ? api.title : `${page.title} · ${api.title}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(page.description)}">
${page.group ? `<link rel="canonical" href="${escapeHtml(address)}">` : '<meta name="robots" content="noindex">'}
${site.pages.includes(page) ? `<link rel="alternate" type="text/markdown" href="${page.file}.md" title="This page as Markdown">\n` : ""}<link rel="icon" href="${icon}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="${escapeHtml(api.title)}">
<meta property="og:title" content="${escapeHtml(page.title)}">
<meta property="og:description" content="${escapeHtml(page.description)}">
<meta property="og:url" content="${escapeHtml(address)}">
<meta name="twitter:card" content="summary">
<script type="application/ld+json">${jsonLd(site, page, address)}</script>
<link rel="stylesheet" href="${stylesheet}">
${scripts.map((script) => `<script src="${script}" defer></script>`).join("\n")}
${head}</head>
<body>
${body}
</body>
</html>
`;
}

export const home = ({ api }: Site): string =>
  `<a class="home" href="index.html"><img src="${icon}" alt="" width="22" height="22">${escapeHtml(api.title)}</a>`;

/** The header, the navigation and the footer around the content of a page. */
const framed = (
  site: Site,
  page: Page,
  content: string,
): string => `<a class="skip" href="#content">Skip to the content</a>
<header class="top">
${home(site)}
<button class="search-open scripts-on" type="button" aria-keyshortcuts="Control+K Meta+K">Search <kbd>Ctrl K</kbd></button>
<button class="menu-open" type="button" popovertarget="navigation">Menu</button>
</header>
<div class="frame">
<nav id="navigation" popover aria-label="Pages">${navigation(site, page)}</nav>
<main id="content">${content}</main>
</div>
<footer>${footer(site)}</footer>`;

function navigation({ pages }: Site, current: Page): string {
  const groups = Map.groupBy(pages, ({ group }) => group);
  const lists = [...groups].map(([group, members]) => {
    const links = members.map(
      ({ file, title }) =>
        `<li><a href="${file}"${file === current.file ? ' aria-current="page"' : ""}>${escapeHtml(file === "index.html" ? "Overview" : title)}</a></li>`,
    );
    return `<h2>${escapeHtml(group)}</h2><ul>${links.join("")}</ul>`;
  });
  return `${lists.join("\n")}
<h2>Elsewhere</h2><ul>
<li><a href="redoc.html">Reference in Redoc</a></li>
<li><a href="openapi.yaml">openapi.yaml</a></li><li><a href="openapi.json">openapi.json</a></li>
<li><a href="llms.txt">llms.txt</a></li><li><a href="llms-full.txt">llms-full.txt</a></li>
${pages.includes(current) ? `<li><a href="${current.file}.md">This page as Markdown</a></li>` : ""}</ul>`;
}

function footer({ api, versions }: Site): string {
  const packages = Object.entries(versions).map(
    ([name, version]) => `${escapeHtml(name)} ${escapeHtml(version)}`,
  );
  return `<p>Documents the API ${escapeHtml(api.version)}, ${packages.join(", ")}. <a href="changelog.html">Changelog</a></p>`;
}

function jsonLd({ api }: Site, page: Page, url: string): string {
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": page.group === "Guides" ? "TechArticle" : "APIReference",
    headline: page.title,
    description: page.description,
    url,
    inLanguage: "en",
    isPartOf: { "@type": "WebSite", name: api.title, url: api.site },
    version: api.version,
  }).replaceAll("<", "\\u003c");
}

/** The page for an address that does not exist. It may be shown at any depth, so it links to the site's own address. */
export function notFound(site: Site): string {
  const page: Page = {
    file: "404.html",
    group: "",
    title: "Page not found",
    description: "There is no page at this address.",
    intro: [],
    aside: [],
    blocks: [],
  };
  const content = `<h1>Page not found</h1><p>There is no page at this address. Start from the
<a href="index.html">overview</a>, or search for what you need.</p>`;
  return html(site, page, {
    policy: policyOf(page),
    scripts: ["site.js"],
    body: framed(site, page, content),
  }).replaceAll(/(href|src)="(?!#|data:|https:)([^"]+)"/g, `$1="${new URL(site.api.site).pathname}$2"`);
}
