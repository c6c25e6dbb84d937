import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchBrowser } from "./browser.ts";
import { operationsOf } from "./documented.ts";
import { type Docs, serveDocs } from "./serve.ts";
import { shownAt } from "./shown.ts";

const operations = await operationsOf(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
const screens = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const picture = (name: string) => fileURLToPath(new URL(`../test-output/${name}.png`, import.meta.url));

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 }); // a browser may have to be installed first

let docs: Docs;
let browser: Browser;
beforeAll(async () => {
  docs = await serveDocs();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await docs?.close();
});

/** Opens the docs under a clock that a test can turn, and collects all that goes wrong on the page. */
async function open(fragment: string, options: BrowserContextOptions) {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(10_000);
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on(
    "response",
    (response) => response.ok() || problems.push(`${response.status()}: ${response.url()}`),
  );
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== docs.url) problems.push(`another origin: ${request.url()}`);
  });
  await page.clock.install();
  await page.goto(`${docs.url}/${fragment}`);
  return { page, problems };
}

test.each(operations)("the page shows all of $operationId", async ({ operationId, reference }) => {
  // Redoc renders what is near the viewport, so this one holds the whole operation.
  const { page, problems } = await open(`#operation/${operationId}`, {
    viewport: { width: 1280, height: 10_000 },
  });
  const answers = reference.answers.map(({ properties, ...rest }) => ({
    ...rest,
    properties: expect.arrayContaining(properties),
  }));
  expect(await shownAt(page)).toStrictEqual({ ...reference, answers });
  expect(problems).toStrictEqual([]);
});

test.each(operations)("$operationId fits a desktop and a phone", async ({ operationId, reference }) => {
  for (const [screen, viewport] of Object.entries(screens)) {
    const { page, problems } = await open(`#operation/${operationId}`, { viewport });
    await page.getByRole("heading", { name: reference.summary }).waitFor();
    await page.screenshot({ path: picture(`${operationId}-${screen}`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    expect(problems).toStrictEqual([]);
  }
});

test("without its security policy too, the page asks nothing of another host for a minute", async () => {
  const { page, problems } = await open("", { viewport: screens.desktop, bypassCSP: true });
  await page.waitForLoadState("networkidle");
  await page.clock.runFor("01:00");
  await page.screenshot({ path: picture("overview") });
  expect(problems).toStrictEqual([]);
});
