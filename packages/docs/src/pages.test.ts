import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Mock, startMock } from "@qoder/work-mock";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import sirv from "sirv";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type Docs, serveDocs } from "./serve.ts";
import { loadApi } from "./spec.ts";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const api = await loadApi();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const files = (await readdir(dist)).filter((file) => file.endsWith(".html"));
const screens = {
  light: { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
} satisfies Record<string, BrowserContextOptions>;
const picture = (name: string) => fileURLToPath(new URL(`../test-output/${name}.png`, import.meta.url));

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 }); // a browser may have to be installed first

let docs: Docs;
let browser: Browser;
let mock: Mock;
beforeAll(async () => {
  docs = await serveDocs();
  browser = await launchBrowser();
  mock = await startMock();
});
beforeEach(() => mock.reset());
afterAll(async () => {
  await browser?.close();
  await docs?.close();
  await mock?.close();
});

/** Opens a page, and collects all that goes wrong on it: errors, blocked and failed requests, other hosts. */
async function open(path: string, options: BrowserContextOptions = screens.light, base = docs.url) {
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
  if (path.startsWith("redoc")) await page.getByRole("heading", { name: api.title }).waitFor();
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** Starts a server that ends with the block. */
async function listen(answer: RequestListener) {
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

const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });

test.each(files)("%s is accessible, fits and logs no error", async (file) => {
  // The page for a wrong address is shown at one.
  await using opened = await open(file === "404.html" ? "no/such/page" : file);
  const { page, problems } = opened;
  for (const [screen, { colorScheme, viewport }] of Object.entries(screens)) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: picture(`${file.replace(".html", "")}-${screen}`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    const rules = screen === "dark" ? ["color-contrast"] : undefined; // only colors differ there
    expect(await serious(page, rules), screen).toStrictEqual([]);
  }
  expect(problems).toStrictEqual(file === "404.html" ? [expect.stringContaining("404")] : []);
});

test.each(files.filter((file) => file !== "redoc.html"))(
  "%s arrives slowly, and nothing moves",
  async (file) => {
    const html = await readFile(join(dist, file));
    const others = sirv(dist, { dev: true });
    await using server = await listen(async (request, response) => {
      if (request.url !== `/${file}`) return others(request, response);
      response.setHeader("content-type", "text/html");
      for (let at = 0; at < html.length; at += 2_000) {
        response.write(html.subarray(at, at + 2_000));
        await setTimeout(20); // more than a frame
      }
      response.end();
    });
    await using opened = await open(file, screens.light, server.url);
    expect(await layoutShift(opened.page)).toBeLessThan(0.0005); // columns of a table settle, by some pixels
  },
);

/** How much of the page moved after it was first painted. */
const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => globalThis.setTimeout(() => resolve(sum), 50));
      }),
  );

/** What axe finds serious on the page, by all rules or some, as `rule: element`. */
async function serious(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe); // a debugger's evaluation, which the policy of the page allows
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({ resultTypes: ["violations"], ...(runOnly && { runOnly }) });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, rules);
}

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
  expect((await serious(page)).join()).toContain("image-alt");
});

test("Redoc shows every operation and every sample, and asks no other host", async () => {
  for (const { id, summary, samples } of api.operations) {
    await using opened = await open(`redoc.html#operation/${id}`, {
      viewport: { width: 1440, height: 4_000 },
    });
    const { page, problems } = opened;
    await page.getByRole("heading", { name: summary }).waitFor();
    const menu = page.locator(".panel-request-samples [aria-haspopup]").nth(1);
    await menu.click();
    const labels = await visible(page, '[role="menuitem"]').allInnerTexts();
    expect(labels).toStrictEqual(samples.map(({ label }) => label));
    await page.keyboard.press("Escape");
    expect(problems).toStrictEqual([]);
  }
});

test("navigation, the back button and deep links work", async () => {
  await using opened = await open("index.html");
  const { page, problems } = opened;
  await page.getByRole("navigation").getByRole("link", { name: "Errors" }).click();
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

test("the search is found, filled, walked and left by keyboard", async () => {
  await using opened = await open("index.html");
  const { page, problems } = opened;
  await page.keyboard.press("Control+k");
  const input = page.getByRole("combobox", { name: "Search" });
  await input.waitFor();
  await page.keyboard.type("stoped_a"); // a slip
  const options = page.getByRole("option");
  await expect.poll(() => options.first().textContent()).toContain("stopped_at");
  await page.screenshot({ path: picture("search") });
  expect(await serious(page)).toStrictEqual([]);
  await page.keyboard.press("ArrowDown");
  expect(await page.getByRole("option", { selected: true }).textContent()).toBe(
    await options.nth(1).textContent(),
  );
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/getWorkItem.html#response.stopped_at");
  await search(page, "started_at"); // on the page itself
  expect(await input.isVisible()).toBe(false);
  await page.goBack();
  await page.waitForURL("**/getWorkItem.html#response.stopped_at");

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
  for (const { label, source } of api.operations.find(({ id }) => id === "getWorkItem")?.samples ?? []) {
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
  expect(copied).toBe(api.operations[0]?.samples[0]?.source);
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

describe("the console", () => {
  const console = async (server = mock.url) => {
    const opened = await open("getWorkItem.html");
    await opened.page.getByLabel("Server").fill(server);
    const send = () => opened.page.getByRole("button", { name: "Send" }).click();
    const result = () => opened.page.locator(".result").textContent();
    return { ...opened, send, result };
  };

  test("shows what the mock answers, and forgets the token with the page", async () => {
    await using opened = await console();
    const { page, send, result } = opened;
    await page.getByLabel("Token", { exact: true }).fill("pt-secret-of-the-reader");
    await send();
    await expect.poll(result).toMatch(/^200 OK in \d+ ms\{\s+"id": "work_/);
    await page.screenshot({ path: picture("console"), fullPage: true });
    await page.getByLabel("Answer of the mock").selectOption({ label: "404: No such Environment" });
    await send();
    await expect.poll(result).toMatch(/^404 Not Found[\s\S]*"param": "environment_id"/);
    expect(await serious(page)).toStrictEqual([]);

    const kept = await page.evaluate(() =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        location.href,
        history.state,
      ]),
    );
    expect(kept).not.toContain("secret");
    expect(mock.requests.map(({ path }) => path).join()).not.toContain("secret");
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    expect(await page.getByLabel("Token", { exact: true }).inputValue()).toBe("");
  });

  test("sends once for a double click, and the button keeps the focus", async () => {
    mock.reply({ example: "queued", delay: 300 });
    await using opened = await console();
    const { page, result } = opened;
    await page.getByLabel("Token", { exact: true }).fill("pt-any");
    const button = page.getByRole("button", { name: "Send" });
    await button.dblclick();
    await expect.poll(result).toMatch(/^200/);
    expect(mock.requests).toHaveLength(1);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await button.click();
    await expect.poll(() => mock.requests.length).toBe(2);
  });

  test("shows the beginning of a huge answer, and HTML as text", async () => {
    mock.reply({ status: 502, body: `<script>alert(1)</script>${"x".repeat(5_000_000)}` });
    await using opened = await console();
    await opened.page.getByLabel("Token", { exact: true }).fill("pt-any");
    await opened.send();
    await expect.poll(opened.result).toMatch(/^502 Bad Gateway in \d+ ms<script>alert\(1\)<\/script>x+/);
    expect(await opened.result()).toMatch(/x\n… and 4950025 more characters$/);
    expect(await opened.page.getByRole("status").filter({ hasText: "502" }).textContent()).not.toContain("x");
  });

  test("can be used again after a value that no URL can hold", async () => {
    await using opened = await console();
    const id = opened.page.getByLabel("work_id");
    await id.evaluate((input: HTMLInputElement) => {
      input.value = "work_\ud800";
    });
    await opened.send();
    await expect.poll(opened.result).toContain("URIError");
    await id.fill("work_1");
    await opened.send();
    await expect.poll(opened.result).toMatch(/^401/);
    expect(opened.problems.join()).not.toContain("exception");
  });

  test("says what is missing without a token", async () => {
    await using opened = await console();
    await opened.send();
    await expect.poll(opened.result).toMatch(/^401 Unauthorized[\s\S]*authentication_error/);
  });

  test("sends nothing with a wrong id, which could lead to another operation", async () => {
    await using opened = await console();
    await opened.page.getByLabel("work_id").fill("poll");
    await opened.send();
    await expect
      .poll(opened.result)
      .toMatch(/^work_id must match \^work_, such as work_\w+; received "poll"\.$/);
    await opened.page.getByLabel("work_id").fill("");
    await opened.send();
    await expect.poll(opened.result).toMatch(/^work_id is missing/);
    expect(mock.requests).toStrictEqual([]);
  });

  test("says what to do when no server answers", async () => {
    await using opened = await console("http://127.0.0.1:9");
    await opened.send();
    await expect
      .poll(opened.result)
      .toBe(
        "No answer from 127.0.0.1:9 that this page may read: the server is down, redirects, or does not allow other pages (CORS). Start the mock with: npx @qoder/work-mock",
      );
  });

  test("sends a token to no server that is not https or on this machine", async () => {
    await using opened = await console();
    await opened.page.getByLabel("Token", { exact: true }).fill("pt-secret-of-the-reader");
    for (const server of [
      "http://api.example.com",
      "ftp://127.0.0.1",
      "nonsense",
      "https://user@api.example.com",
      "https://:password@api.example.com",
    ]) {
      await opened.page.getByLabel("Server").fill(server);
      await opened.send();
      await expect.poll(opened.result).toMatch(/^Expected an .*received "/);
      expect(await opened.result()).toContain(`"${server}"`);
    }
    expect(opened.problems).toStrictEqual([]); // a request to such a server would be one
  });
});

test("without scripts, everything but the search and the console is there", async () => {
  await using opened = await open("getWorkItem.html", { ...screens.light, javaScriptEnabled: false });
  const { page, problems } = opened;
  await page.getByRole("heading", { name: "Get work item" }).waitFor();
  await page.getByText("Python", { exact: true }).first().click();
  expect(await visible(page, ".panel").first().textContent()).toContain("urlopen");
  expect(await page.locator("form.console").isVisible()).toBe(false);
  expect(await page.getByText("needs JavaScript").isVisible()).toBe(true);
  expect(await page.locator(".search-open").isVisible()).toBe(false);
  await page.setViewportSize(screens.phone.viewport);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Polling" }).click();
  await page.waitForURL("**/polling.html");
  expect(problems).toStrictEqual([]);
});

test("on a phone, the menu opens and leads to another page", async () => {
  await using opened = await open("getWorkItem.html", screens.phone);
  const { page, problems } = opened;
  expect(await page.getByRole("navigation").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.screenshot({ path: picture("menu-phone") });
  expect(await serious(page)).toStrictEqual([]);
  await page.getByRole("navigation").getByRole("link", { name: "Authentication" }).click();
  await page.waitForURL("**/authentication.html");
  expect(problems).toStrictEqual([]);
});

test("no key does something by itself, which would fire while somebody dictates", async () => {
  await using opened = await open("index.html");
  const { page } = opened;
  for (const key of "/?sk.") await page.keyboard.press(key);
  expect(await page.locator("script[src$='search.js']").count()).toBe(0);
});

test("names in tables stay whole, and the header fits on the narrowest phone", async () => {
  await using opened = await open("lifecycle.html", { viewport: { width: 320, height: 700 } });
  const { page } = opened;
  const broken = () =>
    page
      .locator("table code")
      .evaluateAll((codes) => codes.filter((code) => code.getClientRects().length > 1).length);
  expect(await broken()).toBe(0);
  await page.goto(`${docs.url}/errors.html`);
  expect(await broken()).toBe(0);
  const overflow = await page.locator(".top").evaluate((top) => top.scrollHeight - top.clientHeight);
  expect(overflow).toBe(0);
  const [home, top] = await Promise.all(
    [".home", ".top"].map((part) => page.locator(part).evaluate((element) => element.clientHeight)),
  );
  expect(home).toBeLessThanOrEqual(top as number);
});

test("where colors are forced, the chosen tab and result can be told", async () => {
  await using opened = await open("getWorkItem.html", { ...screens.light, forcedColors: "active" });
  const { page } = opened;
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill("stopped");
  await page.getByRole("dialog").getByRole("option").first().waitFor();
  await page.screenshot({ path: picture("forced-colors") });
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

test("the theme follows the system while the page is open", async () => {
  await using opened = await open("index.html");
  const { page } = opened;
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await background()).toBe("rgb(255, 255, 255)");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await background()).toBe("rgb(17, 20, 27)");
});

test("on paper, every sample is there and the navigation is not", async () => {
  await using opened = await open("getWorkItem.html");
  const { page } = opened;
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    "rgb(255, 255, 255)",
  );
  await page.screenshot({ path: picture("print"), fullPage: true });
  expect(await page.getByRole("navigation").isVisible()).toBe(false);
  expect(await page.getByRole("heading", { name: "Try it" }).isVisible()).toBe(false);
  expect(await visible(page, ".panel").count()).toBe(await page.locator(".panel").count());
});

test("the folder works below any path of a plain server", async () => {
  const files = sirv(dist, { dev: true });
  await using server = await listen((request, response) => {
    const { url = "" } = request;
    if (!url.startsWith("/deep/below/")) {
      response.writeHead(404).end();
      return;
    }
    request.url = url.slice("/deep/below".length);
    files(request, response);
  });
  await using opened = await open("deep/below/index.html", screens.light, server.url);
  await walk(opened.page);
  expect(opened.problems).toStrictEqual([]);
});

test("the folder works from a disk, without any server", async () => {
  await using opened = await open("index.html", screens.light, pathToFileURL(dist).href);
  await walk(opened.page);
  expect(opened.problems).toStrictEqual([]);
});

/** Goes to a field of the work item by the search. */
async function search(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill(name);
  await page.getByRole("dialog").getByRole("option").first().click();
  await page.waitForURL(`**/getWorkItem.html#response.${name}`);
}

/** Goes to a page by the navigation and to another by the search. */
async function walk(page: Page): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "Errors" }).click();
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
});
