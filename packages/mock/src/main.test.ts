import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClient } from "@qoder/work-client";
import getPort from "get-port";
import { expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { apiHash, apiVersion, prefer } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args]);
  const mock = { child, printed: "", exited: once(child, "exit") };
  child.stderr.on("data", (chunk) => {
    mock.printed += chunk;
  });
  return mock;
}

const listening = (mock: { printed: string }) =>
  vi.waitUntil(() => /^Mock: (http:\S+)/m.exec(mock.printed)?.[1], { timeout: 30_000 });

const environment_id = "env_1";

test("takes the port it is given, the next free one where that is busy, has a world, and ends on a signal", async () => {
  const port = await getPort();
  const first = start("--port", String(port));
  expect(await listening(first)).toBe(`http://127.0.0.1:${port}`);

  const second = start("--port", String(port), "--world");
  const url = await listening(second);
  expect(second.printed).toContain(`Port ${port} is busy, so the mock takes ${new URL(url).port}.`);
  expect((await fetch(url)).headers.get("content-type")).toBe("application/json");

  const clientOf = (baseUrl: string) => createClient({ baseUrl, token: "pt-any" });
  const documented = await clientOf(await listening(first)).getWorkItem(
    { environment_id, work_id: "work_1" },
    { headers: prefer("getWorkItem", 200) },
  );
  const ids = { environment_id: documented.environment_id, work_id: documented.id };
  expect(await clientOf(url).getWorkItem(ids)).toMatchObject({ id: documented.id, state: "queued" });
  const { data } = await clientOf(url).listWorkItems({ environment_id });
  expect(data.map(({ id, state }) => `${id} ${state}`)).toStrictEqual([
    "work_1 active",
    "work_2 queued",
    "work_3 queued",
  ]);

  first.child.kill("SIGTERM");
  second.child.kill("SIGINT");
  expect(await Promise.all([first.exited, second.exited])).toStrictEqual([
    [0, null],
    [0, null],
  ]);
});

test("takes no port that browsers refuse, can be reached by every address, and tells its version", async () => {
  const mock = start("--port", "6665", "--host", "0.0.0.0");
  const url = await listening(mock);
  const { port, hostname } = new URL(url);
  expect(hostname).toBe("127.0.0.1");
  expect(Number(port)).toBeGreaterThan(6669);
  expect(mock.printed).toContain(`Port 6665 is refused by browsers, so the mock takes ${port}.`);
  expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(`http://127.0.0.2:${port}`)).status).toBe(200);
  mock.child.kill("SIGTERM");
  await mock.exited;

  const any = start("--port", "0");
  expect(await (await fetch(await listening(any))).json()).toStrictEqual({ ready: true });
  expect(any.printed.trimEnd().split("\n")).toHaveLength(1);
  any.child.kill("SIGTERM");

  const told = start("--version");
  let printed = "";
  told.child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  await told.exited;
  expect(printed).toBe(`${manifest.version} (API ${apiVersion}, spec ${apiHash})\n`);
});

test.each([
  [["--port", "abc"], '--port must be a number from 0 to 65000, such as 4010; received "abc".'],
  [["--prot", "1"], "Unknown option '--prot'"],
])("refuses %j in one line", async (args, message) => {
  const mock = start(...args);
  expect(await mock.exited).toStrictEqual([2, null]);
  expect(mock.printed).toContain(message);
  expect(mock.printed.trimEnd().split("\n")).toHaveLength(1);
});
