import { startMock } from "@qoder/work-mock";
import { expect, test } from "vitest";
import { World } from "../../mock/src/world.ts";
import { withFile } from "../test/mock-server.ts";
import { api } from "../test/spec.ts";
import { conformanceOf } from "./conformance.ts";

test("the world of the mock keeps the contract, writes included", async () => {
  const mock = await withFile(api, (spec) => startMock({ spec, world: true }));
  const { environment_id, id: work_id } = mock.add();
  const { handlers } = new World();
  const { rows } = await conformanceOf({
    api: { ...api, operations: api.operations.filter(({ id }) => id in handlers) },
    baseUrl: mock.url,
    token: "pt-any",
    known: {
      environment: environment_id,
      work: work_id,
      "foreign-environment": "env_foreign",
      "cloud-environment": "env_cloud",
    },
    writes: true,
    pause: 0,
  });
  await mock.close();
  const others = rows.filter(({ result }) => result !== "passed");
  for (const { statuses, reason, findings } of others) {
    expect({ reason, findings }).toStrictEqual({ reason: "cannot be provoked from outside", findings: [] });
    expect(statuses.every((status) => status >= 300)).toBe(true);
  }
  expect(mock.items).toMatchObject([{ id: work_id, state: "stopped" }]);
});
