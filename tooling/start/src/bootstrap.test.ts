import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const bootstrap = fileURLToPath(new URL("bootstrap.mjs", import.meta.url));
const manifest = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
const { packageManager } = JSON.parse(manifest);

/** Runs `npm test -- --affected` where npx and pnpm only print how they were called, and fail with an exit code. */
async function npmTest(startedBy: string, exitCode = 0) {
  const folder = await mkdtemp(join(tmpdir(), "bootstrap-"));
  for (const name of ["npx", "pnpm"]) {
    await writeFile(join(folder, name), `#!/bin/sh\necho ${name} "$@"\nexit ${exitCode}\n`);
    await chmod(join(folder, name), 0o755);
  }
  const env = { PATH: `${folder}:/bin`, npm_lifecycle_event: startedBy };
  const done = promisify(execFile)(process.execPath, [bootstrap, "test", "--affected"], { env });
  const { code = 0, stdout } = await done.catch((error) => error);
  await rm(folder, { recursive: true });
  return { code, called: stdout.trim().split("\n") };
}

test("npm starts npx once, with the pinned pnpm", async () => {
  const called = [`npx --yes --package=${packageManager} node ${bootstrap} test --affected`];
  expect(await npmTest("test")).toStrictEqual({ code: 0, called });
});

test("with pnpm, installs what the lockfile says, and then checks", async () => {
  const called = ["pnpm install --frozen-lockfile", "pnpm run check --affected"];
  expect(await npmTest("npx")).toStrictEqual({ code: 0, called });
});

test("where the installation fails, nothing else runs", async () => {
  expect(await npmTest("npx", 3)).toStrictEqual({ code: 3, called: ["pnpm install --frozen-lockfile"] });
});
