import {
  createClient,
  type WorkClient,
  type WorkItem,
} from "@qoder/work-client";
import { startMock } from "@qoder/work-mock";
import { expect, test } from "vitest";

const environment_id = "env_1";

/** Runs what waits in the queue, one item after the other. */
async function work(
  client: WorkClient,
  run: (item: WorkItem) => Promise<void>,
): Promise<void> {
  for (;;) {
    const item = await client.pollWork({ environment_id });
    if (!item) return;
    const ids = { environment_id, work_id: item.id } as const;
    await client.acknowledgeWorkItem(ids);
    await client.heartbeatWorkItem(ids);
    await run(item);
    await client.stopWorkItem({ ...ids, body: { force: true } });
  }
}

test("each item runs once, although a gateway fails", async () => {
  const mock = await startMock({ world: true });
  mock.add({ metadata: { job: "a" } });
  mock.add({ metadata: { job: "b" } });
  mock.replyTo("acknowledgeWorkItem", { status: 503 }, "world");

  const jobs: unknown[] = [];
  const client = createClient({ baseUrl: mock.url, token: "pt-any" });
  await work(
    client,
    async ({ metadata }) => void jobs.push(metadata["job"]),
  );

  expect(jobs).toEqual(["a", "b"]);
  expect(mock.items.map(({ state }) => state)).toEqual([
    "stopped",
    "stopped",
  ]);
  await mock.close();
});
