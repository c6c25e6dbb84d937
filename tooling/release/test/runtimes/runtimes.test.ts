import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "@qoder/work-docs/test/browser.ts";
import { build } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../published.ts";
import { run } from "../run.ts";
import { tool } from "../tools.ts";
import { startServer } from "./server.ts";

let app: string;
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  app = await mkdtemp(`${tmpdir()}/runtimes-`);
  await cp(fileURLToPath(new URL("app", import.meta.url)), app, { recursive: true });
  const env = process.env as Record<string, string>;
  await run({ cwd: `${root}packages/client`, env }, "pnpm", "pack", "--out", `${app}/client.tgz`);
  await run({ cwd: app, env }, "pnpm", "install", "--ignore-scripts", "--prefer-offline");
  // For runtimes that load no packages.
  const output = { dir: `${app}/bundle`, codeSplitting: false };
  for (const entry of ["main.js", "worker.js"])
    await build({ input: `${app}/${entry}`, output, logLevel: "silent" });
  server = await startServer(`${app}/bundle/main.js`);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(app, { recursive: true });
});

/** Runs a command in the app and resolves to what it prints. */
const child = (file: string, ...args: string[]) =>
  run({ cwd: app, env: { BASE_URL: server.url, DENO_DIR: `${app}/deno`, NO_COLOR: "1" } }, file, ...args);

/** Opens a page in Chromium and resolves to the first thing it logs. */
async function logOf(url: string): Promise<string> {
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

const executable = (name: string, path: string) =>
  tool(`${name}-${process.platform}-${process.arch}/${path}`);
const noEval = "--disallow-code-generation-from-strings";
const deno = ["run", `--v8-flags=${noEval}`, "--allow-net=127.0.0.1", "--allow-env=BASE_URL", "main.js"];
const nodes = [executable("node22", "bin/node"), process.execPath, executable("node26", "bin/node")] as const;

/** By the beginning of the user agent, which shows that it is that runtime. */
const runtimes = {
  "Node.js/22": () => child(nodes[0], noEval, "main.js"),
  "Node.js/24": () => child(nodes[1], noEval, "main.js"),
  "Node.js/26": () => child(nodes[2], noEval, "main.js"),
  "Bun/1": () => child(executable("bun", "bin/bun"), "main.js"),
  "Deno/2": () => child(executable("deno", "deno"), ...deno),
  "Cloudflare-Workers": () => child(executable("workerd", "bin/workerd"), "test", "worker.capnp"),
  "Chrome/": () => logOf(server.url.replace("127.0.0.1", "localhost")),
};

test.each(Object.entries(runtimes))("the package works on %s", async (name, run) => {
  const { runtime, failures } = JSON.parse(await run());
  expect(runtime).toContain(name);
  expect(failures, `The package fails on ${runtime}`).toStrictEqual([]);
});

test.each(nodes)("require() gets the ES module on %s", async (file) => {
  const code = `
    const name = "@qoder/work-client";
    const { isModuleNamespaceObject } = require("node:util").types;
    console.log(isModuleNamespaceObject(require(name)), require.resolve(name));`;
  expect(await child(file, "--input-type=commonjs", "--eval", code)).toContain(`true ${app}/node_modules/`);
});
