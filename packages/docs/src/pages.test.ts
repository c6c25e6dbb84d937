import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { listen } from "@qoder/work-codegen/test/server.ts";
import type { Page } from "playwright-core";
import sirv from "sirv";
import { expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { files, pages } from "../test/built.ts";
import { docs, findings, keepPicture, open, screens, serveSite, visible } from "../test/site.ts";
import { samplesOf } from "./samples.ts";
import { dist } from "./serve.ts";

vi.setConfig({ testTimeout: 60_000 });
serveSite();

test.each(pages)("%s arrives without moving, is accessible, fits and logs no error", async (file) => {
  await using server = await slowly(file);
  await using opened = await open(file, undefined, server.url);
  const { page, problems } = opened;
  expect(await layoutShift(page)).toBeLessThan(0.0005); // columns of a table settle, by some pixels
  expect(await faultsOf(page, file)).toStrictEqual([]);
  expect(problems).toStrictEqual([]);
});

/** Serves the site, and sends a page in small parts. These end with a line: half a word would move when the rest comes. */
async function slowly(file: string) {
  const html = await readFile(join(dist, file), "utf8");
  const others = sirv(dist, { dev: true });
  return listen(async (request, response) => {
    if (request.url !== `/${file}`) return others(request, response);
    response.setHeader("content-type", "text/html");
    for (const part of html.match(/.{1,2000}\n|.{1,2000}/gs) ?? []) {
      response.write(part);
      await setTimeout(20); // more than a frame
    }
    response.end();
  });
}

/** The problems of a page in each theme and width. */
async function faultsOf(page: Page, file: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [screen, { colorScheme, viewport }] of Object.entries(screens)) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await keepPicture(page, `${file.replace(".html", "")}-${screen}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width !== viewport.width) faults.push(`${screen}: is ${width} pixels wide`);
    // In the dark only colors differ, and on the phone everything else.
    const contrast = ({ light: "too", dark: "only", phone: "not" } as const)[screen as keyof typeof screens];
    faults.push(...(await findings(page, contrast)).map((finding) => `${screen}: ${finding}`));
  }
  return faults;
}

type LayoutShift = PerformanceEntry & { value: number; sources: object[] };

/** How much of the page moved after it was first painted. */
const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          // Without a source, it was inside of a control of the browser, such as a text field.
          for (const { value, sources } of list.getEntries() as LayoutShift[])
            if (sources.length > 0) sum += value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => globalThis.setTimeout(() => resolve(sum), 50));
      }),
  );

test("axe and the collector of problems notice what is wrong", async () => {
  await using opened = await open("index.html");
  const { page, problems } = opened;
  await page.evaluate(() => {
    document.body.append(
      Object.assign(document.createElement("img"), { src: "https://example.invalid/a.png" }),
    );
    document.body.append(
      Object.assign(document.createElement("script"), { textContent: "globalThis.ran = true" }),
    );
  });
  await expect.poll(() => problems.join()).toContain("img-src");
  expect(problems.join()).toContain("script-src");
  expect(problems).toContain("another host: https://example.invalid/a.png");
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  expect((await findings(page)).join()).toContain("image-alt");
});

test("Redoc shows every operation and every sample below the bar of all pages, and is accessible", async () => {
  await using opened = await open("redoc.html");
  const { page, problems } = opened;
  for (const operation of api.operations) {
    const { id, summary } = operation;
    const html = await readFile(join(dist, `${id}.html`), "utf8");
    const [, place = ""] = /href="redoc\.html(#[^"]+)"/.exec(html) ?? [];
    await page.goto(new URL(place, page.url()).href);
    const title = page.getByRole("heading", { name: summary }).first();
    const isShown = () =>
      title.evaluate((element) => {
        const { top } = element.getBoundingClientRect();
        return top > 0 && top < innerHeight;
      });
    await expect.poll(isShown, { timeout: 20_000 }).toBe(true);
    const bar = page.locator(".top");
    expect(await bar.evaluate((element) => element.getBoundingClientRect().top)).toBe(0);
    const panel = title.locator("xpath=following::*[contains(@class, 'panel-request-samples')][1]");
    const menu = panel.locator("[aria-haspopup]").nth(1);
    await menu.click();
    const labels = await visible(page, '[role="menuitem"]').allInnerTexts();
    expect(labels).toStrictEqual(samplesOf(api, operation).map(({ label }) => label));
    expect(await page.locator(`main a[href="${id}.html"]`).count()).toBeGreaterThan(0); // and back
    await page.keyboard.press("Escape");
  }
  await page.goto(`${docs.url}/redoc.html#`);
  // Its menu is in no landmark, which WCAG does not ask for, and browsers reach by keyboard the code that they scroll.
  const faults = (await faultsOf(page, "redoc.html")).filter(
    (fault) => !/region:|scrollable-region-focusable: <pre/.test(fault),
  );
  expect(faults).toStrictEqual([]);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill("startMock");
  expect(await page.getByRole("dialog").getByRole("option").first().textContent()).toContain("Mocking");
  expect(await page.getByPlaceholder("Search docs").count()).toBe(0); // which is Redoc's own
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Quickstart" }).click();
  await page.waitForURL("**/quickstart.html");
  expect(problems).toStrictEqual([]);
});

test("without scripts, everything but the search and the console is there", async () => {
  await using opened = await open("getWorkItem.html", { ...screens.light, javaScriptEnabled: false });
  const { page, problems } = opened;
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByText("Python", { exact: true }).first().click();
  expect(await visible(page, ".panel").first().textContent()).toContain("http.client");
  expect(await page.locator("form.console").isVisible()).toBe(false);
  expect(await page.getByText("needs JavaScript").isVisible()).toBe(true);
  expect(await page.locator(".search-open").isVisible()).toBe(false);
  await page.setViewportSize(screens.phone.viewport);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Polling", exact: true }).click();
  await page.waitForURL("**/polling.html");
  expect(problems).toStrictEqual([]);
});

test("names in tables stay whole, and long words and the header fit on the narrowest phone", async () => {
  await using opened = await open("lifecycle.html", { viewport: { width: 320, height: 700 } });
  const { page } = opened;
  const broken = () =>
    page
      .locator("table code")
      .evaluateAll((codes) => codes.filter((code) => code.getClientRects().length > 1).length);
  expect(await broken()).toBe(0);
  await page.goto(`${docs.url}/errors.html`);
  expect(await broken()).toBe(0);
  const width = await page
    .locator("main > p")
    .first()
    .evaluate((text) => {
      text.append("word".repeat(40));
      return document.documentElement.scrollWidth;
    });
  expect(width).toBe(320);
  const overflow = await page.locator(".top").evaluate((top) => top.scrollHeight - top.clientHeight);
  expect(overflow).toBe(0);
  const [home, top] = await Promise.all(
    [".home", ".top"].map((part) => page.locator(part).evaluate((element) => element.clientHeight)),
  );
  expect(home).toBeLessThanOrEqual(top as number);
  await page.setViewportSize(screens.light.viewport);
  await page.goto(`${docs.url}/getWorkItem.html`);
  const tall = await page.locator("#errors + .table th").evaluateAll(
    (cells) =>
      cells.filter((cell) => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        return words.getClientRects().length > 1;
      }).length,
  );
  expect(tall).toBe(0);
});

test("a long name of a parameter or a page makes no page wider than a phone", async () => {
  await using opened = await open("getWorkItem.html", screens.phone);
  const [width, room] = await opened.page.evaluate(() => {
    for (const one of document.querySelectorAll(".control > span, .turn a"))
      one.append("VeryLongName".repeat(9));
    return [document.documentElement.scrollWidth, innerWidth];
  });
  expect(width).toBe(room);
});

test("in a narrow column, a row of a table is a list; nothing is cut, and no button covers code", async () => {
  await using opened = await open("getWorkItem.html", screens.phone);
  const { page } = opened;
  const errors = page.locator("#errors + .table");
  const { width: column, ...row } = await errors
    .locator("tbody tr:not(:has(td:empty))")
    .first()
    .evaluate((element) => ({
      width: Math.min(...[...element.children].map((cell) => cell.clientWidth)),
      names: [...element.children].map((cell) => getComputedStyle(cell, "::before").content),
      header: getComputedStyle(element.closest("table")?.tHead as Element).display,
    }));
  expect(column).toBeGreaterThan(350);
  expect(row).toStrictEqual({
    names: ["HTTP", "Type", "When, and what to do"].map((name) => `"${name}: "`),
    header: "none",
  });
  for (const path of ["getWorkItem.html", "worker.html"]) {
    await page.goto(`${docs.url}/${path}`);
    for (const width of [screens.light.viewport.width, 1280, screens.phone.viewport.width]) {
      await page.setViewportSize({ width, height: 900 });
      const covered = await visible(page, ".copy").evaluateAll((buttons) =>
        buttons.filter((button) => {
          const [one, other] = [button, button.parentElement?.firstElementChild as Element].map((element) =>
            element.getBoundingClientRect(),
          ) as [DOMRect, DOMRect];
          const isBeside = one.left >= other.right || one.bottom <= other.top;
          return !isBeside || one.right > innerWidth;
        }),
      );
      expect(covered).toStrictEqual([]);
      const cut = await visible(page, ".table, .code pre").evaluateAll((all) =>
        all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth),
      );
      expect(cut).toStrictEqual([]);
    }
  }
});

test("where colors are forced, the chosen tab and result can be told", async () => {
  await using opened = await open("getWorkItem.html", { ...screens.light, forcedColors: "active" });
  const { page } = opened;
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill("stopped");
  await page.getByRole("dialog").getByRole("option").first().waitFor();
  await keepPicture(page, "forced-colors");
  for (const [chosen, other] of [
    [".tab:has(:checked)", ".tab:not(:has(:checked))"],
    ["[aria-selected=true]", "[aria-selected=false]"],
  ] as const) {
    const outline = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(await outline(chosen)).toBe("solid");
    expect(await outline(other)).toBe("none");
  }
});

test("on paper, every sample is there and the navigation is not", async () => {
  await using opened = await open("getWorkItem.html");
  const { page } = opened;
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    "rgb(255, 255, 255)",
  );
  await keepPicture(page, "print", true);
  expect(await page.getByRole("navigation").isVisible()).toBe(false);
  expect(await page.getByRole("heading", { name: "Try it" }).isVisible()).toBe(false);
  expect(await visible(page, ".panel").count()).toBe(await page.locator(".panel").count());
  const top = (selector: string) =>
    page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
  expect(await top("#errors")).toBeLessThan(await top(".aside")); // the facts come first
});

test("the server sends the headers that the folder tells other hosts to send", async () => {
  const { headers } = await fetch(docs.url);
  const listed = (await readFile(`${dist}/_headers`, "utf8")).split("\n/")[0]?.split("\n").slice(1) ?? [];
  expect(listed.length).toBeGreaterThan(3);
  for (const line of listed) {
    const [name = "", value] = line.trim().split(": ");
    expect(headers.get(name)).toBe(value);
  }
  expect((await fetch(`${docs.url}/errors.html.md`)).headers.get("content-type")).toBe(
    "text/markdown; charset=utf-8",
  );
  for (const file of files.filter((name) => /\.(?!png$)/.test(name))) {
    const { headers } = await fetch(`${docs.url}/${file}`, { method: "HEAD" });
    expect(headers.get("content-type"), file).toMatch(/; ?charset=utf-8$/);
    const isListed = (await readFile(`${dist}/_headers`, "utf8")).includes(`/*${extname(file)}\n`);
    expect(isListed || file.endsWith(".html"), file).toBe(true); // every host knows HTML
  }
});
