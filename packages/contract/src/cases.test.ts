import { fileURLToPath } from "node:url";
import { createClient } from "@qoder/work-client";
import { startMock } from "@qoder/work-mock";
import { editedCopy } from "@qoder/work-spec/edited-copy.ts";
import { expect, test } from "vitest";
import { casesOf } from "./cases.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));

test("an example added to the spec is a case that the mock answers and the client reads", async () => {
  const active = "components/examples/WorkItemActive.yaml";
  await using copy = await editedCopy({
    [active]: (text) => text.replace("daily-report", "added"),
    "components/responses/WorkItem.yaml": (text) =>
      `${text}      added:\n        $ref: ../examples/WorkItemActive.yaml\n`,
  });
  const [before, after] = [await casesOf(spec), await casesOf(copy.file)];
  const added = after.filter(({ example }) => !before.some((one) => one.example === example));
  expect(added).toMatchObject([{ operation: "getWorkItem", status: 200, example: "added" }]);

  const mock = await startMock({ spec: copy.file });
  const work = createClient({ baseUrl: mock.url, token: "pt-test" });
  const item = await work.getWorkItem(
    { environment_id: "env_1", work_id: "work_1" },
    { headers: { prefer: "code=200, example=added" } },
  );
  await mock.close();
  expect(item).toStrictEqual(added[0]?.body);
  expect(item.metadata).toStrictEqual({ job: "added" });
});
