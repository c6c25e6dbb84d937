import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cloneTo, install, turbo } from "./clone.ts";
import { startServer } from "./server.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 }); // the server may have to be downloaded first

const secret = () => randomBytes(32).toString("hex");
const token = secret();
const key = secret();

let folder: string;
let server: Awaited<ReturnType<typeof startServer>>;
let first: string;
let variables: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/remote-cache-`);
  server = await startServer(`${folder}/storage`, token);
  variables = {
    TURBO_API: server.url,
    TURBO_TOKEN: token,
    TURBO_TEAM: "team_work",
    TURBO_REMOTE_CACHE_SIGNATURE_KEY: key,
  };
  first = await cloneTo(`${folder}/first`);
  await install(first);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

test("a second clone, where nothing is installed, gets every task from the remote cache", async () => {
  const build = ["build", "--filter=@qoder/work-client"];
  const built = await turbo(first, variables, ...build);
  expect(built).toMatchObject({ exitCode: 0, tasks: { "@qoder/work-client#build": "executed" } });
  expect(new Set(Object.values(built.tasks))).toStrictEqual(new Set(["executed"]));

  const second = await cloneTo(`${folder}/second`);
  const restored = await turbo(second, variables, ...build);
  const remote = Object.fromEntries(Object.keys(built.tasks).map((task) => [task, "REMOTE"]));
  expect(restored).toMatchObject({ exitCode: 0, tasks: remote });
  expect(existsSync(`${second}/packages/client/dist/index.js`)).toBe(true);
});

const lint = ["lint", "--filter=@qoder/work-spec"];

test.each([
  ["the right token and key", {}, "rw", 200, "REMOTE", "Remote caching enabled"],
  ["another token", { TURBO_TOKEN: "another" }, "rw", 401, "executed", "401 Unauthorized"],
  // The artifact arrives, and turbo takes it for a forgery.
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
  // With another key, it would replace what the right key has signed.
  const cache = { TURBO_CACHE: `remote:${access}` };
  server.downloads.length = 0;
  const { printed, ...run } = await turbo(first, { ...variables, ...others, ...cache }, ...lint);
  expect(run).toStrictEqual({ exitCode: 0, tasks: { "@qoder/work-spec#lint": source } });
  expect(server.downloads).toStrictEqual([status]);
  expect(printed).toContain(message);
});

test("without a remote cache, turbo says nothing about signatures", async () => {
  const { printed, exitCode } = await turbo(first, {}, ...lint);
  expect(exitCode).toBe(0);
  expect(printed).toContain("Remote caching disabled");
  expect(printed).not.toMatch(/signature|WARNING/i);
});
