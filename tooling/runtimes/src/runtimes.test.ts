import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { outputOf } from "./child.ts";
import { logOf } from "./chromium.ts";
import { app, bundle, executable, installApp, installRuntimes } from "./install.ts";
import { startServer } from "./server.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 600_000 }); // runtimes may have to be downloaded first

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  await installRuntimes();
  await installApp();
  server = await startServer(`${app}/bundle/main.js`);
});
afterAll(() => server?.close());

const noEval = "--disallow-code-generation-from-strings";
const deno = ["run", `--v8-flags=${noEval}`, "--allow-net=127.0.0.1", "--allow-env=BASE_URL", "main.js"];
const nodes = [executable("node22", "bin/node"), process.execPath, executable("node26", "bin/node")] as const;
const child = (file: string, ...args: string[]) => outputOf(server.url, file, ...args);

/** By the beginning of the user agent, which shows that it is that runtime. */
const runtimes = {
  "Node.js/22": () => child(nodes[0], noEval, "main.js"),
  "Node.js/24": () => child(nodes[1], noEval, "main.js"),
  "Node.js/26": () => child(nodes[2], noEval, "main.js"),
  "Bun/1": () => child(executable("bun", "bin/bun"), "main.js"),
  "Deno/2": () => child(executable("deno", "deno"), ...deno),
  "Cloudflare-Workers": async () => {
    await bundle("worker.js");
    return child(executable("workerd", "bin/workerd"), "test", "worker.capnp");
  },
  "Chrome/": async () => {
    await bundle("main.js");
    return logOf(server.url.replace("127.0.0.1", "localhost"));
  },
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
