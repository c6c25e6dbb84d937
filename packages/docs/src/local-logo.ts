import { readFile, writeFile } from "node:fs/promises";

// Redoc has no option for its logo, the only part of the page that comes from another host.
// A word takes its place.
const logo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const word = `<svg xmlns="http://www.w3.org/2000/svg" width="36" height="16">
<text y="12" font-family="sans-serif" font-size="11" fill="gray">Redoc</text></svg>`;

const page = new URL("../dist/index.html", import.meta.url);
const html = await readFile(page, "utf8");
if (!logo.test(html))
  throw new Error("The logo of Redoc is not where it was: see if this step is still needed.");
await writeFile(page, html.replace(logo, `data:image/svg+xml,${encodeURIComponent(word)}`));
