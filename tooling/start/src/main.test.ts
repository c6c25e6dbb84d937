import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

const main = fileURLToPath(new URL("main.ts", import.meta.url));

test("--once prints a work item and both URLs, and exits with 0; busy ports are named, and the next taken", async () => {
  const busy = [4010, 4020].map((port) => createServer().listen(port, "127.0.0.1"));
  await Promise.allSettled(busy.map((server) => once(server, "listening"))); // or they are busy without it
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [main, "--once"], { env });
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (printed.stdout += chunk));
  child.stderr.on("data", (chunk) => (printed.stderr += chunk));
  expect(await once(child, "close")).toStrictEqual([0, null]);
  for (const server of busy) server.close();
  expect(printed.stdout).toMatch(/^work_\w+ is active\n( .*\n)* {2}environment_id +env_\w+\n/);
  const taken = printed.stderr.matchAll(/^Port (?:4010|4020) is busy: (?:mock|docs) on (\d+) instead\.$/gm);
  const urls = [...printed.stderr.matchAll(/^(?:Mock|Docs) +(http:\S+)$/gm)].map(([, url]) => url);
  expect(urls).toStrictEqual([...taken].map(([, port]) => `http://127.0.0.1:${port}`));
  expect(urls).toHaveLength(2);
});
