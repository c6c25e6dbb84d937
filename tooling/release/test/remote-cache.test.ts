import { randomBytes } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./published.ts";
import { run } from "./run.ts";
import { tool } from "./tools.ts";

const secret = () => randomBytes(32).toString("hex");
const TURBO_TOKEN = secret();
const TURBO_REMOTE_CACHE_SIGNATURE_KEY = secret();

let folder: string;
let server: Awaited<ReturnType<typeof startServer>>;
let variables: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/remote-cache-`);
  server = await startServer();
  variables = {
    TURBO_API: server.url,
    TURBO_TOKEN,
    TURBO_TEAM: "team_work",
    TURBO_REMOTE_CACHE_SIGNATURE_KEY,
  };
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

/** Starts the server that CONTRIBUTING.md names; `downloads` has the status of each answer to who wanted an artifact. */
async function startServer() {
  const { createApp } = await import(tool("turborepo-remote-cache/dist/app.js"));
  const app = createApp({
    logger: false,
    configOverrides: {
      TURBO_TOKEN,
      // Without any value, the server loses the signatures. It checks none, so it needs no key.
      TURBO_REMOTE_CACHE_SIGNATURE_KEY: "any",
      STORAGE_PATH: `${folder}/storage`,
      STORAGE_PATH_USE_TMP_FOLDER: false,
    },
  });
  const downloads: number[] = [];
  type Request = { method: string; url: string };
  app.addHook("onResponse", async ({ method, url }: Request, { statusCode }: { statusCode: number }) => {
    if (method === "GET" && !url.includes("/artifacts/status")) downloads.push(statusCode);
  });
  const url: string = await app.listen({ host: "127.0.0.1", port: 0 });
  return { url, downloads, close: (): Promise<void> => app.close() };
}

/** A clone with the turbo.json of this repository and one package, which writes `dist/built` when it is built. */
async function clone(): Promise<string> {
  const path = await mkdtemp(`${folder}/clone-`);
  await mkdir(`${path}/packages/a`, { recursive: true });
  const { packageManager } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  const build = "mkdir dist && echo built > dist/built";
  for (const [file, text] of Object.entries({
    "package.json": JSON.stringify({ name: "all", packageManager }),
    "packages/a/package.json": JSON.stringify({ name: "a", scripts: { build } }),
    "pnpm-workspace.yaml": "packages: [packages/*]\npmOnFail: ignore\n",
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  packages/a: {}\n",
  }))
    await writeFile(`${path}/${file}`, text);
  await cp(`${root}turbo.json`, `${path}/turbo.json`);
  return path;
}

/** Builds in a new clone with some `TURBO_…` variables alone: where turbo gets the task from, and what it prints. */
async function build(variables: Record<string, string | undefined>) {
  const cwd = await clone();
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: cwd,
    TURBO_TELEMETRY_DISABLED: "1",
    pnpm_config_verify_deps_before_run: "false",
    ...variables,
  };
  const place = { cwd, env: JSON.parse(JSON.stringify(env)) };
  const printed = await run(place, "sh", "-c", "turbo run build --summarize 2>&1");
  const [file = ""] = globSync(`${cwd}/.turbo/runs/*.json`);
  const { tasks } = JSON.parse(readFileSync(file, "utf8"));
  expect(await readFile(`${cwd}/packages/a/dist/built`, "utf8")).toBe("built\n");
  return { source: tasks[0].cache.source ?? "executed", printed };
}

test("a second clone gets from the remote cache what the first has built", async () => {
  expect(await build(variables)).toMatchObject({ source: "executed" });
  expect(await build(variables)).toMatchObject({ source: "REMOTE" });
});

test.each([
  ["the right token and key", {}, "rw", 200, "REMOTE", "Remote caching enabled"],
  ["another token", { TURBO_TOKEN: "another" }, "rw", 401, "executed", "401 Unauthorized"],
  // The artifact arrives, and turbo takes it for a forgery. It must not replace what the right key has signed.
  [
    "another key",
    { TURBO_REMOTE_CACHE_SIGNATURE_KEY: secret() },
    "r",
    200,
    "executed",
    "Remote caching enabled",
  ],
  [
    "no key",
    { TURBO_REMOTE_CACHE_SIGNATURE_KEY: undefined },
    "rw",
    200,
    "executed",
    "artifact signature error",
  ],
])("with %s, a task succeeds", async (_, others, access, status, source, message) => {
  server.downloads.length = 0;
  const run = await build({ ...variables, ...others, TURBO_CACHE: `remote:${access}` });
  expect(run).toStrictEqual({ source, printed: expect.stringContaining(message) });
  expect(server.downloads).toStrictEqual([status]);
});

test("without a remote cache, turbo says nothing about signatures", async () => {
  const { printed } = await build({});
  expect(printed).toContain("Remote caching disabled");
  expect(printed.replace(/^ WARNING {2}No locally installed.*/, "")).not.toMatch(/signature|warning/i);
});
