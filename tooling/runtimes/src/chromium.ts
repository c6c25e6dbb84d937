import { launchBrowser } from "@qoder/work-docs/test/browser.ts";

/** Opens a page in Chromium and resolves to the first thing it logs. */
export async function logOf(url: string): Promise<string> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const logged = page.waitForEvent("console", (message) => message.type() === "log");
    const failed = page.waitForEvent("pageerror").then((error) => Promise.reject(error));
    const [message] = await Promise.all([Promise.race([logged, failed]), page.goto(url)]);
    return message.text();
  } finally {
    await browser.close();
  }
}
