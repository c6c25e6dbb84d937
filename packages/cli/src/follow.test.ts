import type { WriteStream } from "node:tty";
import type { WorkItem } from "@qoder/work-client";
import { expect, test, vi } from "vitest";
import { withLiveLine } from "./follow.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;

test("warns once of failures in a row, when there is another call, and again after a success", async () => {
  const results = ["a", "b", "", "c", "", "", "d"]; // a failure, or the empty text for a success
  const warnings: string[] = [];
  const spy = vi.spyOn(console, "error").mockImplementation((line) => warnings.push(line.at(-1)));
  const seen: string[][] = [];
  const getWorkItem = async () => {
    seen.push([...warnings]);
    const failure = results.shift();
    if (failure) throw failure;
    return {} as WorkItem;
  };
  await withLiveLine({ getWorkItem }, {} as WriteStream, undefined, async (reader) => {
    while (results.length > 0) await reader.getWorkItem(ids).catch(() => {});
  });
  spy.mockRestore();
  expect(seen).toStrictEqual([[], ["a"], ["a"], ["a"], ["a", "c"], ["a", "c"], ["a", "c"]]);
});
