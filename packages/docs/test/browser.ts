import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { installDebianPackage } from "./commands.ts";

export type { Browser, Page } from "playwright-core";

const debianPackage = "chromium-headless-shell"; // twice as fast as the whole browser
const places: LaunchOptions[] = [
  { executablePath: `/usr/bin/${debianPackage}` },
  { executablePath: "/usr/bin/chromium" },
  { executablePath: "/usr/bin/chromium-browser" },
  { executablePath: "/usr/bin/google-chrome" },
  { executablePath: "/Applications/Chromium.app/Contents/MacOS/Chromium" },
  { channel: "chrome" }, // where the installers of Chrome and Edge put them, on every platform
  { channel: "msedge" },
  {}, // Playwright's own download
];

/**
 * Starts a headless Chromium: the one at `CHROME_PATH`, else one found on this machine, else one it installs.
 * The progress of an installation goes to stderr.
 *
 * @throws {Error} if no browser can be started
 */
export async function launchBrowser(): Promise<Browser> {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return launch({ executablePath: CHROME_PATH });

  const browser = (await launchFirst()) ?? (await installPackage()) ?? (await download());
  if (browser) return browser;
  throw new Error(
    "This test needs a browser: install Chrome or Chromium, or set CHROME_PATH to its executable.",
  );
}

const launch = (place: LaunchOptions) =>
  chromium.launch({
    ...place,
    chromiumSandbox: false, // root cannot use the sandbox, and the page is our own
    args: [
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      "--no-first-run",
      "--renderer-process-limit=1", // else each tab has its own, with nothing compiled yet
      "--js-flags=--always-sparkplug --no-maglev --no-turbofan", // a page is gone before better code pays
    ],
  });

async function launchFirst(): Promise<Browser | undefined> {
  for (const place of places) {
    const browser = await launch(place).catch(() => undefined);
    if (browser) return browser;
  }
  return undefined;
}

async function installPackage(): Promise<Browser | undefined> {
  await installDebianPackage(debianPackage).catch(() => console.error(`Could not install ${debianPackage}.`));
  return launchFirst();
}

async function download(): Promise<Browser | undefined> {
  const cli = fileURLToPath(new URL("cli.js", import.meta.resolve("playwright-core/package.json")));
  const seconds = 60;
  console.error(`No browser found. Trying to download one with Playwright, for at most ${seconds} s.`);
  const args = [cli, "install", "chromium", "--only-shell"];
  const done = promisify(execFile)(process.execPath, args, { timeout: seconds * 1000 });
  await done.catch(() => console.error("Could not download one with Playwright."));
  return launchFirst();
}
