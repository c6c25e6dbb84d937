import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { remembered } from "../../../packages/docs/src/remembered.ts";
import { dist } from "../../../packages/docs/src/serve.ts";
import { type Browser, launchBrowser } from "../../../packages/docs/test/browser.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const folders = [dist, path("dist"), path("node_modules/redoc/bundles")];
const pages = {
  "our page": "getWorkItem.html",
  "Redoc 2": "redoc-2.html#operation/getWorkItem",
  "Redoc 3": "redoc.html#tag/Work/operation/getWorkItem",
};

/** Measures when an operation is seen, with a processor slowed down four times, and what is loaded for that. */
export async function run(): Promise<string> {
  const args = ["build-docs", join(dist, "openapi.json"), "--output", path("dist/redoc-2.html")];
  execFileSync("node", [path("node_modules/@redocly/cli/bin/cli.js"), ...args, "--disableGoogleFont"]);
  const browser = await launchBrowser();
  const rows = [];
  for (const [name, address] of Object.entries(pages)) {
    console.error(name);
    const visits = [];
    for (let time = 0; time < 5; time++) visits.push(await visit(browser, address, true));
    const numbers = (["painted", "seen", "bytes", "foreign"] as const).map((key) =>
      Math.round(median(visits.map((one) => one[key]))).toLocaleString("en"),
    );
    const { text } = await visit(browser, address, false);
    rows.push([name, ...numbers, text.includes("acknowledged_at") ? "all" : "none"]);
  }
  await browser.close();
  rows.push(["budget", "< Redoc 2", "< Redoc 2", "≤ 20,000", "0", "all"]);
  const head = ["first paint, ms", "operation, ms", "Brotli, bytes", "requests to others", "without scripts"];
  return table(["page", ...head], rows);
}

const sizeOf = remembered((file) => brotliCompressSync(readFileSync(file)).length);

/** Opens a page in a new tab. All files come from this disk, those of other hosts too. */
async function visit(browser: Browser, address: string, javaScriptEnabled: boolean) {
  const page = await browser.newPage({ javaScriptEnabled });
  page.setDefaultTimeout(300_000);
  const loaded = { bytes: 0, foreign: 0 };
  await page.route(/^https:/, (route) => {
    const { host, pathname } = new URL(route.request().url());
    const file = folders.map((folder) => join(folder, basename(pathname))).find(existsSync);
    if (file) loaded.bytes += sizeOf(file);
    if (host !== "docs.example") loaded.foreign++;
    return route.fulfill(file ? { path: file } : { status: 404 });
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript(markWhenSeen, "Get work item");
  await page.goto(`https://docs.example/${address}`);
  const text = await page.locator("body").innerText();
  const times = ["first-contentful-paint", ...(javaScriptEnabled ? ["seen"] : [])].map((name) =>
    page.waitForFunction((own) => performance.getEntriesByName(own)[0]?.startTime, name),
  );
  const [painted = NaN, seen = NaN] = await Promise.all(times.map(async (time) => (await time).jsonValue()));
  await page.close();
  return { ...loaded, text, painted, seen: Math.max(painted, seen) };
}

/** Marks the time at which a heading is on the screen. It runs in the page. */
function markWhenSeen(name: string): void {
  const headings = [...document.querySelectorAll("h1, h2")];
  const { top = -1 } = headings.find((one) => one.textContent.includes(name))?.getBoundingClientRect() ?? {};
  if (top >= 0 && top < innerHeight) performance.mark("seen");
  else requestAnimationFrame(() => markWhenSeen(name));
}
