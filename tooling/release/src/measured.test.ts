import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measured } from "./measured.ts";

async function checkout(bytes: number, cells: number, exercised: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "measured-"));
  for (const [name, file, values] of [
    ["client", "size", { bytes }],
    ["contract", "coverage", { cells, exercised }],
  ] as const) {
    await mkdir(join(folder, "packages", name, "test-output"), { recursive: true });
    await writeFile(join(folder, "packages", name, "test-output", `${file}.json`), JSON.stringify(values));
  }
  return folder;
}

test("size and coverage stand beside each other, and a checkout without them is named", async () => {
  const [before, after] = [await checkout(4000, 150, 150), await checkout(4020, 152, 151)];
  expect(await measured(before, after)).toContain("| 4000 B | 4020 B |");
  expect(await measured(before, after)).toContain("| 150 of 150 | 151 of 152 |");
  await rm(before, { recursive: true });
  await expect(measured(before, after)).rejects.toThrow("run the tests of client and contract there first");
  await rm(after, { recursive: true });
});
