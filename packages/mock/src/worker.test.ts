import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createClient, type WorkItemId } from "@qoder/work-client";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { expect, test, vi } from "vitest";
import { startMock } from "./index.ts";

const example = fileURLToPath(new URL("../../client/examples/worker.mts", import.meta.url));
const environment_id = "env_1";

/** What happens to a request: a gateway answers, it does not arrive, its answer does not, or something comes first. */
type Fault = 503 | "lost" | "lost answer" | ((work_id: WorkItemId) => Promise<unknown>) | undefined;

/** A world behind a bad network, and the example, which runs a program of the shell or of Node for each item. */
async function startWorker(command: string[], items: number, faults: Record<string, Fault[]> = {}) {
  const mock = await startMock({ world: true });
  for (let item = 0; item < items; item++) mock.add();
  const heartbeats: number[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse) {
    const { method = "GET", url = "", headers } = request;
    const [id = "", action = id] = new URL(url, mock.url).pathname.split("/work/")[1]?.split("/") ?? [];
    if (action === "heartbeat") heartbeats.push(performance.now());
    const fault = faults[action]?.shift();
    if (fault === 503) return response.writeHead(503).end();
    if (fault === "lost") return request.socket.destroy();
    if (typeof fault === "function") await fault(id as WorkItemId);
    const { host: _, connection: __, ...kept } = headers as Record<string, string>;
    const body = await text(request);
    const answer = await fetch(mock.url + url, { method, headers: kept, ...(body && { body }) });
    const json = (await answer.text()).replace('"ttl_seconds":60', '"ttl_seconds":0.6'); // no test has a minute
    if (fault === "lost answer") return request.socket.destroy();
    return response.writeHead(answer.status, { "content-type": "application/json" }).end(json);
  }
  const network = await listen((request, response) =>
    pass(request, response).catch(() => request.socket.destroy()),
  );

  const folder = await mkdtemp(join(tmpdir(), "worker-"));
  const notes = join(folder, "notes");
  const env = { PATH: process.env["PATH"], QODER_PAT: "pt-any", QODER_BASE_URL: network.url, NOTES: notes };
  const child = spawn(process.execPath, [example, environment_id, ...command], { env, stdio: "ignore" });
  const exit = once(child, "exit");
  return {
    mock,
    /** When the worker sent them, in milliseconds. */
    heartbeats,
    /** The API, as somebody else calls it. */
    work: createClient({ baseUrl: mock.url, token: "pt-any" }),
    /** Waits until the commands have noted so many lines, and returns them. */
    notes: (count: number) =>
      vi.waitFor(
        async () => {
          const lines = (await readFile(notes, "utf8")).split("\n").slice(0, -1);
          expect(lines.length).toBeGreaterThanOrEqual(count);
          return lines;
        },
        { timeout: 40_000, interval: 50 },
      ),
    /** Sends SIGTERM to the worker, and returns its exit code. */
    async end(): Promise<number | null> {
      child.kill();
      return (await exit)[0];
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exit;
      await network[Symbol.asyncDispose]();
      await mock.close();
      await rm(folder, { recursive: true });
    },
  };
}

test("each of ten items runs once, whatever the network and another worker do", async () => {
  const taken: WorkItemId[] = [];
  const take = async (work_id: WorkItemId) => {
    taken.push(work_id);
    await worker.work.acknowledgeWorkItem({ environment_id, work_id, "Worker-ID": "another" });
  };
  const faults: Record<string, Fault[]> = {
    poll: ["lost answer", undefined, 503, undefined, "lost"],
    ack: [take, "lost answer", 503, 503, 503],
    heartbeat: ["lost answer", undefined, undefined, "lost", undefined, 503],
    stop: ["lost answer", undefined, undefined, 503, undefined, "lost"],
  };
  const command = ["sh", "-c", 'echo "$QODER_WORK_ID" >> "$NOTES"'];
  await using worker = await startWorker(command, 11, faults);
  const { mock, notes } = worker;
  const run = await notes(10);
  await vi.waitFor(() => expect(mock.requests.at(-1)?.operation).toBe("pollWork"), { timeout: 10_000 });
  expect(await worker.end()).toBe(0);
  expect(Object.values(faults).flat()).toStrictEqual([]);
  for (const { id, state } of mock.items) expect(state).toBe(taken.includes(id) ? "starting" : "stopped");
  const ids = mock.items.map(({ id }) => id);
  expect(run.toSorted()).toStrictEqual(ids.filter((id) => !taken.includes(id)));
});

test("a command ends when its item or the worker has to stop, and at once when the item is lost", async () => {
  const program = `
    const note = (text) => require("fs").appendFileSync(process.env.NOTES, text + "\\n");
    const orphan = 'while kill -0 $0 2>/dev/null; do sleep 0.05; done; echo orphan >> "$NOTES"';
    const child = require("child_process").spawn("sh", ["-c", orphan, process.pid]);
    process.on("SIGTERM", () => { child.kill(); note("SIGTERM"); setTimeout(process.exit, 400, 1); });
    note(process.env.QODER_WORK_ID + " " + process.env.QODER_SESSION_ID);
    setInterval(() => {}, 1000);`;
  const heartbeat: Fault[] = [];
  await using worker = await startWorker([process.execPath, "-e", program], 6, { heartbeat });
  const { mock, work, notes, heartbeats } = worker;
  const ids = mock.items.map(({ id }) => id);
  const idsOf = (place: number) => ({ environment_id, work_id: ids[place] ?? "work_" }) as const;
  await notes(1);
  await vi.waitFor(() => expect(heartbeats.length).toBeGreaterThan(4), { timeout: 10_000 });
  const pauses = heartbeats.slice(1).map((time, at) => time - (heartbeats[at] ?? 0));
  expect(Math.abs(Math.min(...pauses) - 200), "a third of the lease").toBeLessThan(100);
  await work.heartbeatWorkItem(idsOf(0)); // as another worker would
  await notes(2);
  heartbeat.push(...Array(20).fill(503)); // longer than the lease
  await vi.waitFor(() => expect(mock.items[2]?.state).toBe("starting"), { timeout: 20_000 });
  heartbeat.length = 0;
  await notes(3);
  await work.stopWorkItem({ ...idsOf(2), body: { force: true } });
  await notes(4);
  await work.stopWorkItem(idsOf(3));
  await notes(6);
  expect(await worker.end()).toBe(0);
  const states = ["active", "active", "stopped", "stopped", "stopped", "queued"];
  expect(mock.items.map(({ state }) => state)).toStrictEqual(states);
  const begun = mock.items.map(({ id, data }) => `${id} ${data.id}`);
  expect(await notes(7)).toStrictEqual([...begun.slice(0, 4), "SIGTERM", begun[4], "SIGTERM"]);
  const stops = mock.requests.filter(({ operation }) => operation === "stopWorkItem");
  expect(stops.map(({ params }) => params["work_id"])).toStrictEqual([ids[2], ids[3], ids[3], ids[4]]);
});
