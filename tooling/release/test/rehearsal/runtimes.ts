import { fileURLToPath } from "node:url";
import { launchBrowser } from "@qoder/work-docs/test/browser.ts";
import { build } from "rolldown";
import { run } from "../run.ts";

/** A project in which the client is installed, and the server that its suite calls. */
interface Suite {
  cwd: string;
  url: string;
}

/** Runs a command in the project and resolves to what it prints. */
const child = ({ cwd, url }: Suite, file: string, ...args: string[]) =>
  run({ cwd, env: { BASE_URL: url, DENO_DIR: `${cwd}/deno`, NO_COLOR: "1" } }, file, ...args);

/** Bundles the suite for the runtimes that load no packages. */
export async function bundle(cwd: string): Promise<void> {
  const output = { dir: `${cwd}/bundle`, codeSplitting: false };
  for (const entry of ["runtime.js", "worker.js"])
    await build({ input: `${cwd}/${entry}`, output, logLevel: "silent" });
}

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

/** A file of what `pnpm test` installs in `tools/`, apart from the workspace. */
const tool = (name: string, path: string) =>
  fileURLToPath(
    new URL(`../tools/node_modules/${name}-${process.platform}-${process.arch}/${path}`, import.meta.url),
  );
const noEval = "--disallow-code-generation-from-strings";
const deno = ["run", `--v8-flags=${noEval}`, "--allow-net=127.0.0.1", "--allow-env=BASE_URL", "runtime.js"];

export const bun = tool("bun", "bin/bun");
export const nodes: Record<string, string> = {
  "Node.js/22": tool("node22", "bin/node"),
  "Node.js/24": process.execPath,
};

/** Ways to run the suite, by the beginning of the user agent, which shows that it is that runtime. */
export const runtimes: Record<string, (suite: Suite) => Promise<string>> = {
  ...Object.fromEntries(
    Object.entries(nodes).map(([name, file]) => [
      name,
      (suite: Suite) => child(suite, file, noEval, "runtime.js"),
    ]),
  ),
  "Bun/1": (suite) => child(suite, bun, "runtime.js"),
  "Deno/2": (suite) => child(suite, tool("deno", "deno"), ...deno),
  "Cloudflare-Workers": (suite) => child(suite, tool("workerd", "bin/workerd"), "test", "worker.capnp"),
  "Chrome/": ({ url }) => logOf(url.replace("127.0.0.1", "localhost")),
};

/** Runs a program in CommonJS. */
export const runCommonJs = (suite: Suite, node: string, code: string) =>
  child(suite, node, "--input-type=commonjs", "--eval", code);
