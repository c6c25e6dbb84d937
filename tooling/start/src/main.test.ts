import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

const main = fileURLToPath(new URL("main.ts", import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args]);
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (printed.stdout += chunk));
  child.stderr.on("data", (chunk) => (printed.stderr += chunk));
  const exited = once(child, "exit");
  return { child, printed, exited };
}

const urls = ({ stderr }: { stderr: string }) =>
  stderr.match(/^(?:Mock|Docs) +http:\S+$/gm)?.map((line) => line.slice(6));

test("--once prints a work item and both URLs, and exits with 0; a busy port is named, and the next taken", async () => {
  const busy = createServer().listen(4010, "127.0.0.1");
  await once(busy, "listening").catch(() => {}); // busy without it
  const { printed, exited } = start("--once");
  expect(await exited).toStrictEqual([0, null]);
  busy.close();
  expect(printed.stdout).toMatch(/^work_\w+ is active\n {2}environment_id +env_\w+\n/);
  expect(urls(printed)).toHaveLength(2);
  const [, taken] = /Port 4010 is busy, so the mock takes (\d+)\./.exec(printed.stderr) ?? [];
  expect(urls(printed)?.[0]).toBe(`http://127.0.0.1:${taken}`);
});

test("serves until SIGTERM, and leaves nothing behind", async () => {
  const { child, printed, exited } = start();
  await vi.waitUntil(() => printed.stderr.includes("Serving until Ctrl-C."), { timeout: 110_000 });
  const [mock = "", docs = ""] = urls(printed) ?? [];
  expect((await fetch(mock)).headers.get("content-type")).toBe("application/json");
  expect(await (await fetch(docs)).text()).toMatch(/^<!doctype html>/i);
  expect(printed.stderr).toContain("Next, in another terminal:");
  child.kill("SIGTERM");
  expect(await exited).toStrictEqual([0, null]);
  await expect(fetch(mock)).rejects.toThrow("fetch failed");
  await expect(fetch(docs)).rejects.toThrow("fetch failed");
});
