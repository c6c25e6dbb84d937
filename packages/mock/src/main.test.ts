import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createClient } from "@qoder/work-client";
import { afterEach, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { apiHash, apiVersion, prefer } from "./index.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** Runs the command in this process, which is fast, and collects what it prints. */
async function run(...args: string[]) {
  const lines: string[] = [];
  for (const name of ["log", "error"] as const)
    vi.spyOn(console, name).mockImplementation((line) => lines.push(line));
  process.argv = [process.execPath, "main", ...args];
  const before = process.listeners("SIGTERM");
  vi.resetModules();
  await import("./main.ts");
  const [stop] = process.listeners("SIGTERM").filter((listener) => !before.includes(listener));
  const url = /^Mock: (http:\S+)/m.exec(lines.join("\n"))?.[1] ?? "";
  return { lines, url, code: process.exitCode, stop: () => stop?.("SIGTERM") };
}

const environment_id = "env_1";

test("the built command takes the next port where one is busy, has a world, outlives the reader of its log, and ends on a signal", async () => {
  await using busy = createServer().listen(0, "127.0.0.1");
  await once(busy, "listening");
  const { port } = busy.address() as AddressInfo;
  const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
  const child = spawn(process.execPath, [main, "--port", `${port}`, "--world"]);
  let printed = "";
  child.stderr.on("data", (chunk) => {
    printed += chunk;
  });
  const url = await vi.waitUntil(() => /^Mock: (http:\S+)/m.exec(printed)?.[1], { timeout: 30_000 });
  expect(printed).toContain(`Port ${port} is busy, so the mock takes ${new URL(url).port}.`);
  child.stderr.destroy();

  const work = createClient({ baseUrl: url, token: "pt-any" });
  const headers = prefer("getWorkItem", 200);
  const documented = await work.getWorkItem({ environment_id, work_id: "work_1" }, { headers });
  const ids = { environment_id: documented.environment_id, work_id: documented.id };
  expect(await work.getWorkItem(ids)).toMatchObject({ id: documented.id, state: "queued" });
  const { data } = await work.listWorkItems({ environment_id });
  expect(data.map(({ id, state }) => `${id} ${state}`)).toStrictEqual([
    "work_1 active",
    "work_2 queued",
    "work_3 queued",
  ]);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toStrictEqual([0, null]);
});

test("it takes no port that browsers refuse, and can be reached by every address", async () => {
  const { lines, url, stop } = await run("--port", "6665", "--host", "0.0.0.0");
  const { port, hostname } = new URL(url);
  expect(hostname).toBe("127.0.0.1");
  expect(Number(port)).toBeGreaterThan(6669);
  expect(lines).toContain(`Port 6665 is refused by browsers, so the mock takes ${port}.`);
  expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(`http://127.0.0.2:${port}`)).status).toBe(200);
  stop();
});

test("it takes the port that it is given, or any, and says so in one line", async () => {
  const any = await run("--port", "0");
  const { port } = new URL(any.url);
  expect(any.lines).toStrictEqual([`Mock: http://127.0.0.1:${port} (Ctrl-C stops it)`]);
  expect(await (await fetch(any.url)).json()).toStrictEqual({ ready: true });
  any.stop();
  await vi.waitFor(() => expect(fetch(any.url)).rejects.toThrow("fetch failed"));
  const usual = await run();
  expect(usual.lines[0]).toMatch(/^(Mock: http:\/\/127\.0\.0\.1:4010 |Port 4010 is busy)/);
  usual.stop();
  const same = await run("--port", port);
  expect(same.lines).toStrictEqual(any.lines);
  same.stop();
});

test("it tells its version", async () => {
  const { lines } = await run("--version");
  expect(lines).toStrictEqual([`${manifest.version} (API ${apiVersion}, spec ${apiHash})`]);
});

test.each([
  [["--port", "abc"], '--port must be 0, or a number from 1024 to 65000; received "abc".'],
  [["--port", "80"], '--port must be 0, or a number from 1024 to 65000; received "80".'],
  [["--prot", "1"], "Unknown option '--prot'"],
])("it refuses %j in one line", async (args, message) => {
  const { lines, code } = await run(...args);
  expect(code).toBe(2);
  expect(lines).toStrictEqual([expect.stringContaining(`qoder-work-mock: ${message}`)]);
});
