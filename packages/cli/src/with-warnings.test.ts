import type { WorkItem } from "@qoder/work-client";
import { expect, test } from "vitest";
import { withWarnings } from "./with-warnings.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;

test("warns once of failures in a row, when there is another call, and again after a success", async () => {
  const results = ["a", "b", "", "c", "", "", "d"]; // a failure, or the empty text for a success
  const warnings: unknown[] = [];
  const seen: unknown[][] = [];
  const getWorkItem = async () => {
    seen.push([...warnings]);
    const failure = results.shift();
    if (failure) throw failure;
    return {} as WorkItem;
  };
  const work = withWarnings({ getWorkItem }, (error) => warnings.push(error));
  while (results.length > 0) await work.getWorkItem(ids).catch(() => {});
  expect(seen).toStrictEqual([[], ["a"], ["a"], ["a"], ["a", "c"], ["a", "c"], ["a", "c"]]);
});
