import { createClient, waitForWorkItem } from "@qoder/work-client";
import { startMock } from "@qoder/work-mock";
import { expect, test } from "vitest";

test("waits through a failure until the item has stopped", async () => {
  const mock = await startMock();
  mock.reply("queued", { status: 503 }, "active", "stopped");

  const work = createClient({ baseUrl: mock.url, token: "pt-any" });
  const ids = { environment_id: "env_1", work_id: "work_1" } as const;
  const item = await waitForWorkItem(work, ids, { interval: 10 });

  expect(item.state).toBe("stopped");
  expect(mock.requests.map(({ status }) => status)).toEqual([
    200, 503, 200, 200,
  ]);
  await mock.close();
});
