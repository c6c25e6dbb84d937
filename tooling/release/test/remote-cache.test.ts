import { globSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { buffer } from "node:stream/consumers";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./published.ts";
import { run } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/remote-cache-`);
});
afterAll(() => rm(folder, { recursive: true }));

/** A server that keeps what turbo uploads, and its signature, which it does not check. */
function startServer() {
  const artifacts = new Map<string, { body: Buffer; tag: string }>();
  const server = createServer(async (request, response) => {
    const { method, url = "", headers } = request;
    const { pathname } = new URL(url, "http://127.0.0.1");
    const body = await buffer(request);
    const found = artifacts.get(pathname);
    if (headers.authorization !== "Bearer right") return void response.writeHead(401).end("{}");
    if (method === "PUT") artifacts.set(pathname, { body, tag: String(headers["x-artifact-tag"]) });
    if (method === "GET" && pathname.endsWith("/status")) response.end('{"status":"enabled"}');
    else if (method === "GET" && found)
      response.writeHead(200, { "x-artifact-tag": found.tag }).end(found.body);
    else response.writeHead(method === "GET" ? 404 : 200).end("{}");
  });
  return listen(server);
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

/** Builds in a new clone with some `TURBO_…` variables alone, and says where turbo gets the task from. */
async function build(variables: Record<string, string>): Promise<string> {
  const cwd = await clone();
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: cwd,
    TURBO_TELEMETRY_DISABLED: "1",
    pnpm_config_verify_deps_before_run: "false",
    ...variables,
  };
  await run({ cwd, env }, "turbo", "run", "build", "--summarize");
  const [file = ""] = globSync(`${cwd}/.turbo/runs/*.json`);
  const { tasks } = JSON.parse(readFileSync(file, "utf8"));
  expect(await readFile(`${cwd}/packages/a/dist/built`, "utf8")).toBe("built\n");
  return tasks[0].cache.source ?? "executed";
}

test("a clone gets from the remote cache what another has built, if token and signature are right", async () => {
  await using server = await startServer();
  const variables = {
    TURBO_API: server.url,
    TURBO_TOKEN: "right",
    TURBO_TEAM: "team_work",
    TURBO_REMOTE_CACHE_SIGNATURE_KEY: "a".repeat(32),
  };
  expect(await build(variables)).toBe("executed");
  expect(await build(variables)).toBe("REMOTE");
  expect(await build({ ...variables, TURBO_TOKEN: "wrong" })).toBe("executed");
  expect(await build({ ...variables, TURBO_REMOTE_CACHE_SIGNATURE_KEY: "b".repeat(32) })).toBe("executed");
});
