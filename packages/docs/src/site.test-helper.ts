import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type Docs, serveDocs } from "./serve.ts";

export const dist = fileURLToPath(new URL("../dist", import.meta.url));
export const screens = {
  light: { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
} satisfies Record<string, BrowserContextOptions>;

let browser: Browser;
/** The site as it is served while a file of tests that calls `serveSite` runs. */
export let docs: Docs;

/** Serves the site and starts a browser, before the tests of a file, and ends both after them. */
export function serveSite(): void {
  beforeAll(async () => {
    docs = await serveDocs();
    browser = await launchBrowser();
  }, 300_000); // a browser may have to be installed first
  afterAll(async () => {
    await browser?.close();
    await docs?.close();
  });
}

/** Opens a page, and collects all that goes wrong on it: errors, blocked and failed requests, other hosts. */
export async function open(path: string, options: BrowserContextOptions = screens.light, base = docs.url) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== new URL(base).origin)
      problems.push(`another host: ${request.url()}`);
  });
  await page.goto(`${base}/${path}`);
  if (path.startsWith("redoc")) await page.getByRole("heading", { level: 1 }).first().waitFor();
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** Starts a server that ends with the block. */
export async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: close,
  };
}

export const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });

/** Keeps what a page looks like, for a designer's eye. */
export const keepPicture = (page: Page, name: string, fullPage = false) =>
  page.screenshot({ path: fileURLToPath(new URL(`../test-output/${name}.png`, import.meta.url)), fullPage });

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds serious on the page, by all rules or some, as `rule: element`. */
export async function serious(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe); // a debugger's evaluation, which the policy of the page allows
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({ resultTypes: ["violations"], ...(runOnly && { runOnly }) });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, rules);
}
