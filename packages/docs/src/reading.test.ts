import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Operation } from "@qoder/work-codegen";
import { listen } from "@qoder/work-codegen/test/server.ts";
import type { Page } from "playwright-core";
import sirv from "sirv";
import { expect, test, vi } from "vitest";
import { api } from "../test/api.ts";
import { docs, findings, keepPicture, open, screens, serveSite, visible } from "../test/site.ts";
import { examplesOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import { dist, serveDocs } from "./serve.ts";

vi.setConfig({ testTimeout: 60_000 });
serveSite();

test("navigation, the back button and deep links work", async () => {
  await using opened = await open("index.html");
  const { page, problems } = opened;
  await page.getByRole("navigation").getByRole("link", { name: "Errors", exact: true }).click();
  await page.waitForURL("**/errors.html");
  expect(
    await page.getByRole("link", { name: "Errors", exact: true }).first().getAttribute("aria-current"),
  ).toBe("page");
  await page.goBack();
  await page.waitForURL("**/index.html");
  await page.goto(`${docs.url}/errors.html#not_found_error`);
  const top = await page
    .locator("#not_found_error")
    .evaluate((element) => element.getBoundingClientRect().top);
  expect(top).toBeGreaterThan(56); // below the bar
  expect(top).toBeLessThan(300);
  expect(problems).toStrictEqual([]);
});

test("the navigation shows the page that is open, however many there are above it", async () => {
  await using opened = await open("index.html");
  const { page } = opened;
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto(`${docs.url}/${api.operations.at(-1)?.id}.html`);
  const [link, theme] = [page.locator("#navigation [aria-current]"), page.locator(".theme")];
  const bottom = async () => (await link.boundingBox())?.y ?? 420;
  await expect.poll(bottom).toBeLessThan((await theme.boundingBox())?.y ?? 0);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("the search is found, filled, walked and left by keyboard", async () => {
  await using opened = await open("index.html");
  const { page, problems } = opened;
  await page.keyboard.press("Control+k");
  const input = page.getByRole("combobox", { name: "Search" });
  await input.waitFor();
  await page.keyboard.type("stoped_a"); // a slip
  const options = page.getByRole("dialog").getByRole("option");
  await expect.poll(() => options.first().textContent()).toContain("stopped_at");
  const address = await options.first().getAttribute("data-address");
  expect(address).toMatch(/^\w+\.html#response\.(.+\.)?stopped_at$/);
  await keepPicture(page, "search");
  expect(await findings(page)).toStrictEqual([]);
  await page.keyboard.press("ArrowDown");
  expect(await page.getByRole("dialog").getByRole("option", { selected: true }).textContent()).toBe(
    await options.nth(1).textContent(),
  );
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/${address}`);
  await search(page, "started_at", `[data-address^="${address?.split("#")[0]}#"]`); // on the page itself
  expect(await input.isVisible()).toBe(false);
  await page.goBack();
  await page.waitForURL(`**/${address}`);

  await page.keyboard.press("Control+k");
  await input.fill("zzzzzz");
  await page.getByText("Nothing found for “zzzzzz”.").waitFor();
  expect(await input.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("Escape");
  expect(await input.isVisible()).toBe(false);
  await page.getByRole("button", { name: "Search" }).click();
  await input.waitFor();
  expect(problems).toStrictEqual([]);
});

test("samples are chosen by keyboard and copied as they are", async () => {
  await using opened = await open("getWorkItem.html", {
    ...screens.light,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const { page, problems } = opened;
  const panel = () => visible(page, ".tabs").first().locator(".panel").filter({ visible: true });
  const operation = api.operations.find(({ id }) => id === "getWorkItem") as Operation;
  const samples = samplesOf(api, operation);
  for (const { label, source } of samples) {
    await page.getByRole("radio", { name: label, exact: true }).check();
    expect(await panel().locator("pre").first().textContent()).toBe(source);
  }
  await page.keyboard.press("ArrowUp");
  expect(
    await page
      .getByRole("radio", { checked: true })
      .first()
      .evaluate((input) => input.parentElement?.textContent),
  ).toBe("Handle errors");
  await page.getByRole("radio", { name: "curl" }).check();
  await page.getByRole("button", { name: "Copy: Request samples: curl" }).click();
  await page.getByRole("button", { name: "Copy: Request samples: curl" }).getByText("Copied").waitFor();
  expect(await page.getByRole("status").filter({ hasText: "Copied" }).count()).toBe(1);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(samples[0]?.source);
  expect(problems).toStrictEqual([]);
});

test("the keyboard reaches everything that can be used, and shows where it is", async () => {
  await using opened = await open("getWorkItem.html");
  const { page } = opened;
  const wanted = await page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary, [tabindex='0']"),
    ];
    const groups = new Set<string>(); // of radio buttons one is reached, and the arrows lead to the others
    return all.filter((element) => {
      if (!element.checkVisibility({ visibilityProperty: true })) return false;
      if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
      return !groups.has(element.name) && groups.add(element.name);
    }).length;
  });
  const reached = new Set<string>();
  for (let index = 0; index < wanted + 5; index++) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return "";
      const shown = element.matches(".tab input") ? (element.parentElement as HTMLElement) : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const outlined = outlineStyle !== "none" && outlineWidth !== "0px";
      const all = [...document.querySelectorAll("*")];
      return `${outlined ? "" : `no outline: ${element.outerHTML.slice(0, 80)} `}${all.indexOf(element)}`;
    });
    if (place) reached.add(place);
  }
  expect([...reached].filter((place) => place.startsWith("no outline"))).toStrictEqual([]);
  expect(reached.size).toBe(wanted);
});

test("on a phone, the menu opens and leads to another page", async () => {
  await using opened = await open("getWorkItem.html", screens.phone);
  const { page, problems } = opened;
  expect(await page.getByRole("navigation").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).click();
  await keepPicture(page, "menu-phone");
  expect(await findings(page)).toStrictEqual([]);
  await page.getByRole("navigation").getByRole("link", { name: "Authentication", exact: true }).click();
  await page.waitForURL("**/authentication.html");
  expect(problems).toStrictEqual([]);
});

test("of all keys, only / does something by itself, until the reader turns it off", async () => {
  await using opened = await open("index.html", screens.light);
  const { page } = opened;
  const input = page.getByRole("combobox", { name: "Search" });
  for (const key of "?sk.") await page.keyboard.press(key);
  expect(await page.locator("script[src$='search.js']").count()).toBe(0);
  await page.keyboard.press("/");
  await input.waitFor();
  expect(await input.inputValue()).toBe("");
  await page.keyboard.type("startMock/"); // is text here
  expect(await input.inputValue()).toBe("startMock/");
  const found = page.getByRole("dialog").getByRole("option").first();
  expect(await found.textContent()).toContain("Mocking");
  expect(await found.locator("mark").first().textContent()).toMatch(/startMock/i);
  await page.getByLabel("The key / opens this search").uncheck();
  await page.reload();
  await page.keyboard.press("/");
  expect(await page.locator("script[src$='search.js']").count()).toBe(0);
});

test("the theme follows the system while the page is open", async () => {
  await using opened = await open("index.html");
  const { page } = opened;
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await background()).toBe("rgb(255, 255, 255)");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await background()).toBe("rgb(17, 20, 27)");
});

test("a theme and a language are chosen once, for all pages", async () => {
  await using opened = await open("getWorkItem.html", screens.light);
  const { page, problems } = opened;
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const theme = page.getByLabel("Theme");
  await theme.selectOption("Dark");
  expect(await background()).toBe("rgb(17, 20, 27)");
  await page.getByRole("radio", { name: "Python" }).check();
  await page.goto(`${docs.url}/stopWorkItem.html`);
  expect(await background()).toBe("rgb(17, 20, 27)");
  expect(await theme.inputValue()).toBe("dark");
  expect(await page.getByRole("radio", { name: "Python" }).isChecked()).toBe(true);
  await page.goto(`${docs.url}/redoc.html`);
  await page.locator("html.dark").waitFor();
  await page.goBack();
  await theme.selectOption("Light");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await background()).toBe("rgb(255, 255, 255)");
  await theme.selectOption("System");
  expect(await background()).toBe("rgb(17, 20, 27)");
  expect(problems).toStrictEqual([]);
});

test("a page is copied as Markdown", async () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  await using opened = await open("errors.html", { ...screens.light, permissions });
  const { page, problems } = opened;
  await page.getByRole("button", { name: "Copy page as Markdown" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const twin = await (await fetch(`${docs.url}/errors.html.md`)).text();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(twin);
  expect(problems).toStrictEqual([]);
});

test("an answer is chosen by its status, then by its example, and only the page scrolls down", async () => {
  await using opened = await open("getWorkItem.html");
  const { page } = opened;
  const { responses = [] } = api.operations.find(({ id }) => id === "getWorkItem") ?? {};
  const labels = (selector: string) => page.locator(selector).allTextContents();
  const tabs = ".tabs:has(> #response-examples)";
  expect(await labels(`${tabs} > .tab`)).toStrictEqual(
    responses.filter((response) => examplesOf(response).length > 0).map(({ status }) => status),
  );
  const named = responses.map((response) => examplesOf(response)).filter(({ length }) => length > 1);
  expect(await labels(`${tabs} .panel .tab`)).toHaveLength(named.flat().length);
  expect((await labels(".tab")).join()).not.toContain("_");
  await page.getByRole("radio", { name: "404" }).check();
  await page.getByRole("radio", { name: "Environment not found" }).check();
  expect(await visible(page, `${tabs} pre`).textContent()).toContain('"param": "environment_id"');
  const scrollers = await page.locator("main *").evaluateAll((all) =>
    all.filter((element) => {
      const { overflowY } = getComputedStyle(element);
      return overflowY !== "visible" && element.scrollHeight > element.clientHeight;
    }),
  );
  expect(scrollers).toStrictEqual([]);
  const colorOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).color);
  expect(await colorOf('[id^="response."] .required')).toBe(await colorOf(".type"));
  expect(await colorOf('[id^="parameter."] .required')).not.toBe(await colorOf(".type"));
});

test("the folder works below any path of a plain server", async () => {
  const files = sirv(dist, { dev: true });
  await using server = await listen((request, response) => {
    const { url = "" } = request;
    const isOutside = !url.startsWith("/deep/below/");
    // Some hosts have an answer to every address, or to every HEAD.
    if (isOutside || request.method === "HEAD") {
      response.end("<p>Another site</p>");
      return;
    }
    request.url = url.slice("/deep/below".length);
    files(request, response, () => {
      createReadStream(`${dist}/404.html`).pipe(response.writeHead(404));
    });
  });
  await using opened = await open("deep/below/index.html", undefined, server.url);
  await walk(opened.page);
  expect(opened.problems).toStrictEqual([]);
  for (const wrong of ["404.html", "wrong", "some/old/page.html"]) {
    await opened.page.goto(`${server.url}/deep/below/${wrong}`);
    await walk(opened.page);
  }
});

test("the folder works from a disk, without any server", async () => {
  await using opened = await open("index.html", undefined, pathToFileURL(dist).href);
  await walk(opened.page);
  await opened.page.goto(`${pathToFileURL(dist).href}/404.html`);
  await walk(opened.page);
  expect(opened.problems).toStrictEqual([]);
});

test("where the site is published, the page for a wrong address works without scripts", async () => {
  const { href, origin, pathname } = new URL(api.site);
  for (const javaScriptEnabled of [true, false]) {
    await using opened = await open("", { javaScriptEnabled });
    const { page } = opened;
    await page.route(`${origin}/**`, async (route) => {
      const [, file = ""] = new URL(route.request().url()).pathname.split(pathname);
      const isThere = existsSync(join(dist, file));
      await route.fulfill({ path: join(dist, isThere ? file : "404.html"), status: isThere ? 200 : 404 });
    });
    await page.goto(`${href}some/old/page.html`);
    expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe("0px");
    await page.getByRole("main").getByRole("link", { name: "overview" }).click();
    await page.waitForURL(`${href}index.html`);
  }
});

/** Goes to a field of that name by the first option of the search, or the first of some. */
async function search(page: Page, name: string, some = "[role=option]"): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill(name);
  const option = page.getByRole("dialog").getByRole("option").and(page.locator(some)).first();
  const address = await option.getAttribute("data-address");
  expect(address).toMatch(new RegExp(`^\\w+\\.html#response\\.(.+\\.)?${name}$`));
  await option.click();
  await page.waitForURL(`**/${address}`);
}

/** Goes to a page by the navigation and to another by the search. */
async function walk(page: Page): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "Errors", exact: true }).click();
  await page.waitForURL("**/errors.html");
  await search(page, "acknowledged_at");
  expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe("0px");
}

test("a wrong address gets a page that leads back", async () => {
  await using opened = await open("some/old/page.html");
  const { page } = opened;
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
  expect(await page.getByRole("navigation").isVisible()).toBe(true);
  await page.getByRole("main").getByRole("link", { name: "overview" }).click();
  await page.waitForURL(`${docs.url}/index.html`);
  await page.goBack();
  await search(page, "acknowledged_at");
});

test("an open page that is told so loads itself again, and stays where it was scrolled to", async () => {
  await using live = {
    docs: await serveDocs({ live: true }),
    [Symbol.asyncDispose]: () => live.docs.close(),
  };
  await using opened = await open("getWorkItem.html", undefined, live.docs.url);
  const { page, problems } = opened;
  await page.evaluate(() => window.scrollTo(0, 700));
  const isReloaded = () =>
    performance.getEntriesByType("navigation").some((one) => "type" in one && one.type === "reload");
  await vi.waitUntil(() => {
    live.docs.refresh(); // until the page listens
    return page.evaluate(isReloaded).catch(() => false); // in the middle of a reload
  });
  await vi.waitUntil(() => page.evaluate(() => window.scrollY === 700).catch(() => false));
  // A reload ends the requests of the page that was there before.
  expect(problems.filter((problem) => !problem.startsWith(`failed: ${live.docs.url}/`))).toStrictEqual([]);
});
