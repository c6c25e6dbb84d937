import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("what turbo prints goes to stderr, and its exit code is that of the build", async () => {
  const folder = await mkdtemp(join(tmpdir(), "build-"));
  await writeFile(join(folder, "turbo"), '#!/bin/sh\necho "$@"\nexit 3\n', { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL("build.ts", import.meta.url)), "a", "b^..."],
    { encoding: "utf8", env: { PATH: `${folder}:${process.env["PATH"]}` } },
  );
  await rm(folder, { recursive: true });
  expect({ status, stdout, stderr }).toStrictEqual({
    status: 3,
    stdout: "",
    stderr: "run build --filter=a --filter=b^... --output-logs=errors-only\n",
  });
});
