import { hash } from "node:crypto";
import type { Api } from "@qoder/work-codegen";
import { packageVersions } from "./changelog.ts";
import { type Page, print } from "./content.ts";
import type { Printed } from "./markdown.ts";
import { pagesOf } from "./pages.ts";
import { remembered } from "./remembered.ts";
import { fill, readTemplatesAgain } from "./templates.ts";

/** Makes the pages of the site, and what they have in common. `guides` is the folder of the guides, if it is not ours. */
export function siteOf(api: Api, guides?: URL) {
  readTemplatesAgain();
  const pages = pagesOf(api, guides);
  return {
    ...{ api, pages, versions: packageVersions() },
    /** The navigation of the pages of a group, in HTML. */
    linksFor: remembered((group) => linksTo(pages, group)),
    /** The address at which a file of the repository is edited, without its path; undefined where nobody has said. */
    editUrl: process.env["DOCS_EDIT_URL"],
  };
}

export type Site = ReturnType<typeof siteOf>;

const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#3b5bdb"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.5"/></svg>`,
)}`;

/** A page around its content. `base` is where the site is, for a page that is shown at any depth. */
export function pageHtml(site: Site, page: Page, { html: content, places }: Printed, base?: URL): string {
  const place = site.pages.indexOf(page);
  const headings = places.filter(({ depth = 0 }) => page.group === "Guides" && depth > 1 && depth < 4);
  return html(site, page, "frame.html", {
    ...{ content, versions: site.versions, stylesheet: "site.css" },
    ...(base && { base: base.pathname, early: `${findSite(base.href)}${early}` }),
    scripts: ["site.js", ...(page.scripts ?? [])],
    headings: headings.length > 1 ? headings : [],
    ...(place >= 0 && { previous: site.pages[place - 1], next: site.pages[place + 1] }),
  });
}

/** Runs before the page is painted, so that it never shows another theme than the chosen one. */
const early = "try{document.documentElement.dataset.theme=localStorage.getItem('redoc.colorMode')}catch{}";

/** Finds the site where it is not published at its address: in the nearest folder above that has its styles. */
const findSite = (address: string) => `if (!location.href.startsWith(${JSON.stringify(address)})) {
  const isHere = (folder) => {
    if (location.protocol === "file:") return true; // nothing can be asked, and nothing but the page itself is opened
    const request = new XMLHttpRequest();
    request.open("GET", new URL("site.css", folder), false);
    request.send();
    const type = request.getResponseHeader("Content-Type") ?? ""; // some hosts have a page for every address
    return request.status === 200 && type.startsWith("text/css");
  };
  let folder = new URL(".", location.href);
  while (folder.pathname !== "/" && !isHere(folder)) folder = new URL("..", folder);
  document.querySelector("base").href = folder;
}
`;

/** The links to pages, which are on each page. A large site shows only the beginning of other groups of operations. */
export function linksTo(pages: Page[], group: string): string {
  const isLarge = pages.length > 100;
  const groups = [...Map.groupBy(pages, ({ group }) => group)].map(([name, members]) => ({
    name,
    ...(isLarge && ![group, "Guides"].includes(name) && { start: members[0]?.file }),
    links: members.map(({ file, title }) => ({ file, label: file === "index.html" ? "Overview" : title })),
  }));
  return fill("links.html", { groups });
}

/** The address at which a page is published. */
export const addressOf = ({ site }: Api, file: string): string => site + (file === "index.html" ? "" : file);

/** The document of a page, with all that its head says to browsers, search engines and other programs. */
export function html(site: Site, page: Page, template: string, values: object): string {
  const { api, pages, linksFor, editUrl } = site;
  const data = {
    ...{ info: api.info, site: api.site, page, address: addressOf(api, page.file), icon, early },
    isHome: page.file === "index.html",
    isGuide: page.group === "Guides",
    markdown: pages.includes(page) && `${page.file}.md`,
    links: linksFor(page.group).replace(`href="${page.file}"`, '$& aria-current="page"'),
    edit: editUrl && page.source && encodeURI(`${editUrl}/${page.source()}`),
    ...values,
  };
  const earlyHash = `sha256-${hash("sha256", data.early, "base64")}`;
  const [top, navigation] = ["top.html", "navigation.html"].map((part) => fill(part, data));
  const body = fill(template, { ...data, top, navigation });
  return fill("page.html", { ...data, earlyHash, body });
}

/** The page for an address that does not exist, which hosts show at any depth. */
export function notFound(site: Site): string {
  const title = "Page not found";
  const description = "There is no page at this address.";
  const text = `${description} Start from the [overview](index.html), or search for what you need.`;
  const page = { file: "404.html", group: "", title, description, content: () => [`# ${title}`, text] };
  return pageHtml(site, page, print(page.content()), new URL(site.api.site));
}
