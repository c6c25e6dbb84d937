import type { launchBrowser } from "@qoder/work-docs/test/browser.ts";
import type { Operation, Site } from "./sites.ts";
import type { StaticServer } from "./static-server.ts";

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

/** What a reader waits for and pays for. Times are in ms since the navigation began. */
export interface Visit {
  bytes: number;
  requests: number;
  /** How many other hosts the page asked for, in this visit or an earlier one. */
  otherHosts: number;
  firstPaint: number;
  visible: number;
  /** Of each task longer than 50 ms what is beyond, from the first paint until all was quiet for 2 s. */
  blocked: number;
}

/**
 * Opens the page of a site with nothing cached and a CPU slowed down 4 times, and waits until it shows the operation
 * and has been quiet for 2 s.
 *
 * @param options.screenshot Where to write what the page shows then.
 * @throws {Error} if that takes more than 60 s after the last request
 */
export async function visit(
  browser: Browser,
  site: Site & { server: StaticServer },
  operation: Operation,
  { screenshot }: { screenshot?: string } = {},
): Promise<Visit> {
  const { name, page: address, server } = site;
  const before = { bytes: server.bytes, requests: server.requests };
  const context = await browser.newContext({ proxy: { server: server.url, bypass: "127.0.0.1" } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.addInitScript(watch, operation);
    // The first visit waits for the files to be compressed.
    await page.goto(server.url + address, { waitUntil: "commit", timeout: 0 });

    let seen: Seen;
    do {
      if (server.quiet > 60_000)
        throw new Error(`${name} does not show the operation, or does not come to rest.`);
      await page.waitForTimeout(250);
      seen = await page.evaluate(observed);
    } while (!seen.visible || seen.quiet < 2000 || server.quiet < 2000);
    const { bytes, requests } = server;

    if (screenshot) await page.screenshot({ path: screenshot });
    // Some pages report to their maker only when they are left.
    await page.goto("about:blank");
    await page.waitForTimeout(500);
    return {
      bytes: bytes - before.bytes,
      requests: requests - before.requests,
      otherHosts: server.otherHosts.size,
      firstPaint: seen.firstPaint,
      // The end of a frame's script comes before its pixels, which the browser reports for the first paint.
      visible: Math.max(seen.visible, seen.firstPaint),
      blocked: seen.blocked,
    };
  } finally {
    await context.close();
  }
}

declare global {
  var watched: { visible: number; tasks: PerformanceEntry[]; observer: PerformanceObserver };
}

/** Runs in the page, before anything of it. */
function watch({ summary, text }: Operation): void {
  const tasks: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => {
    tasks.push(...list.getEntries());
  });
  observer.observe({ type: "longtask", buffered: true });
  globalThis.watched = { visible: 0, tasks, observer };

  const isOnScreen = (element: Element) => {
    const { top, bottom, width } = element.getBoundingClientRect();
    const drawn = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return drawn && width > 0 && bottom > 0 && top < innerHeight;
  };
  const shows = (selector: string, text: string) =>
    Array.from(document.querySelectorAll(selector)).some(
      (element) => element.textContent.trim().startsWith(text) && isOnScreen(element),
    );
  const look = () => {
    if (!shows("h1, h2, h3, h4", summary) || !shows("p", text)) {
      requestAnimationFrame(look);
      return;
    }
    // The message arrives after the frame is laid out and painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      globalThis.watched.visible = performance.now();
    };
    port2.postMessage("");
  };
  requestAnimationFrame(look);
}

type Seen = ReturnType<typeof observed>;

/** Runs in the page: what `watch` has seen so far. */
function observed() {
  const { visible, tasks, observer } = globalThis.watched;
  tasks.push(...observer.takeRecords());
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const firstPaint = paint?.startTime ?? 0;
  const ends = tasks.map(({ startTime, duration }) => startTime + duration);
  const beyond = ends.map((end, task) => end - Math.max(Number(tasks[task]?.startTime), firstPaint) - 50);
  return {
    visible,
    firstPaint,
    blocked: beyond.reduce((sum, ms) => sum + Math.max(0, ms), 0),
    quiet: performance.now() - Math.max(visible, ...ends),
  };
}
