import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, test } from "vitest";
import { type Docs, serveDocs } from "../src/serve.ts";
import { launchBrowser } from "./browser.ts";

export const screens = {
  light: { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
} satisfies Record<string, BrowserContextOptions>;

let browser: Browser;
let usual: Awaited<ReturnType<typeof newTab>>;
/** The site as it is served while a file of tests that calls `serveSite` runs. */
export let docs: Docs;

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
const withBrowser = test.extend("browser", { scope: "worker" }, async ({}, { onCleanup }) => {
  const started = await launchBrowser();
  onCleanup(() => started.close());
  return started;
});

/** Serves the site while the tests of a file run, and starts a browser that those of all files share. */
export function serveSite(): void {
  withBrowser.beforeAll(async ({ browser: started }) => {
    docs = await serveDocs();
    browser = started;
    usual = await newTab(screens.light);
  }, 300_000); // a browser may have to be installed first
  afterAll(async () => {
    await usual?.page.context().close();
    await docs?.close();
  });
}

/** Opens a tab that collects all that goes wrong in it: errors, blocked and failed requests, other hosts. */
async function newTab(options: BrowserContextOptions) {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(30_000);
  const tab = { page, origin: "", problems: [] as string[] };
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  );
  page.on(
    "console",
    (message) => message.type() === "error" && tab.problems.push(`console: ${message.text()}`),
  );
  page.on("pageerror", (error) => tab.problems.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => tab.problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== tab.origin) tab.problems.push(`another host: ${request.url()}`);
  });
  return tab;
}

/** Opens a page, in the same tab for all tests of a file but those with options: a new one takes three times as long. */
export async function open(path: string, options?: BrowserContextOptions, base = docs.url) {
  const tab = options ? await newTab(options) : usual;
  const { page } = tab;
  tab.origin = new URL(base).origin;
  const problems: string[] = [];
  tab.problems = problems;
  await page.goto(`${base}/${path}`);
  if (path.startsWith("redoc")) await page.getByRole("heading", { level: 1 }).first().waitFor();
  const leave = async () => {
    if (options) return page.context().close();
    await page.goto("about:blank");
    await page.emulateMedia({ media: null, colorScheme: screens.light.colorScheme });
    await page.setViewportSize(screens.light.viewport);
  };
  return { page, problems, [Symbol.asyncDispose]: leave };
}

export const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });

/** Keeps a picture of the page in `test-output/`, for a designer's eye, where `PICTURES` is set: drawing takes long. */
export async function keepPicture(page: Page, name: string, fullPage = false): Promise<void> {
  if (!process.env["PICTURES"]) return;
  const path = fileURLToPath(new URL(`../test-output/${name}.png`, import.meta.url));
  await page.screenshot({ path, fullPage });
}

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The findings of axe on the page, as `rule: element`: of all rules, of contrast only, or of all others. */
export async function findings(page: Page, contrast: "too" | "only" | "not" = "too"): Promise<string[]> {
  const loaded = await page.evaluate(() => "axe" in globalThis);
  if (!loaded) await page.evaluate(axe); // a debugger's evaluation, which the policy of the page allows
  return page.evaluate(async (contrast) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const rules = { "target-size": { enabled: true }, "color-contrast": { enabled: contrast === "too" } };
    const { violations } = await axe.run({
      resultTypes: ["violations"],
      selectors: false,
      preload: false, // of styles and videos, for rules that are off or find none
      ...(contrast === "only" ? { runOnly: ["color-contrast"] } : { rules }), // the size is of WCAG 2.2 AA
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, contrast);
}
