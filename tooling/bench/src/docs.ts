import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { dist } from "../../../packages/docs/src/serve.ts";
import { launchBrowser } from "../../../packages/docs/test/browser.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const redoc2 = path("dist/redoc-2");
const folders = [dist, redoc2, path("node_modules/redoc/bundles")];
const pages = {
  "page of the operation": "getWorkItem.html",
  "Redoc 2, static": "redoc-2.html#operation/getWorkItem",
  "Redoc 3, static": "redoc.html#tag/Work/operation/getWorkItem",
};
type Browser = Awaited<ReturnType<typeof launchBrowser>>;

/** Compares how soon an operation is seen, on a processor that is slowed down four times, and what is loaded for it. */
export async function run(): Promise<string> {
  mkdirSync(redoc2, { recursive: true });
  const args = ["build-docs", join(dist, "openapi.json"), "--output", join(redoc2, "redoc-2.html")];
  execFileSync("node", [path("node_modules/@redocly/cli/bin/cli.js"), ...args, "--disableGoogleFont"]);
  await using browser = await launchBrowser();
  const rows = [];
  for (const [name, page] of Object.entries(pages)) {
    const visits = [];
    for (let visit = 0; visit < 5; visit++) visits.push(await visitOf(browser, page, true));
    const { text } = await visitOf(browser, page, false);
    const medianOf = (key: "painted" | "shown" | "bytes" | "foreign") => median(visits.map((one) => one[key]));
    const times = [medianOf("painted"), medianOf("shown")].map((ms) => `${Math.round(ms)} ms`);
    const size = `${(medianOf("bytes") / 1000).toFixed(1)} kB`;
    rows.push([name, ...times, size, `${medianOf("foreign")}`, text.includes("acknowledged_at") ? "all" : "none"]);
  }
  const head = ["4 × slower", "first paint", "operation seen", "Brotli", "requests to other hosts"];
  return table([...head, "text without JavaScript"], [...rows, ["budget", "< Redoc 2", "< Redoc 2", "≤ 20 kB", "0", "all"]]);
}

/** Opens a page in a new tab, with every file from this disk, those of other hosts too. Times are in ms, sizes in bytes. */
async function visitOf(browser: Browser, address: string, javaScriptEnabled: boolean) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const loaded = { bytes: 0, foreign: 0 };
  await page.route("https://**", (route) => {
    const { host, pathname } = new URL(route.request().url());
    const file = folders.map((folder) => join(folder, basename(pathname))).find(existsSync);
    if (host !== "docs.example") loaded.foreign++;
    if (file) loaded.bytes += brotliCompressSync(readFileSync(file)).length;
    return route.fulfill(file ? { path: file } : { status: 404 });
  });
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(`https://docs.example/${address}`);
  const title = page.getByRole("heading", { name: "Get work item", exact: true });
}
