import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { descendants, type Process, survivors } from "../test/processes.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bootstrap = fileURLToPath(new URL("bootstrap.mjs", import.meta.url));
const { packageManager } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

/** An environment where npx says where programs are and notes that it was called, and pnpm is the script. */
async function withPnpm(script: string) {
  const folder = await mkdtemp(join(tmpdir(), "bootstrap-"));
  const calls = join(folder, "calls");
  const note = (name: string) => `#!/bin/sh\necho ${name} "$@" >> ${calls}\n`;
  await writeFile(join(folder, "npx"), `${note("npx")}echo "$PATH"\n`, { mode: 0o755 });
  await writeFile(join(folder, "pnpm"), note("pnpm") + script, { mode: 0o755 });
  return {
    folder,
    env: { PATH: `${folder}:${process.env["PATH"]}` } as NodeJS.ProcessEnv,
    called: async () => (await readFile(calls, "utf8")).trim().split("\n"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Runs `npm test -- --affected`, as the package manager of the user agent starts it. */
async function npmTest(script: string, userAgent = "npm/11") {
  await using pnpm = await withPnpm(script);
  const env = { ...pnpm.env, npm_config_user_agent: userAgent };
  const done = promisify(execFile)(process.execPath, [bootstrap, "test", "--affected"], { env });
  const { code = 0, stdout, stderr } = await done.catch((error) => error);
  return { code, stdout, stderr, called: await pnpm.called() };
}

const npx = `npx --yes --loglevel=error --package=${packageManager} node -p process.env.PATH`;
const install = "pnpm install --frozen-lockfile";
const check = "pnpm --silent run check --json --affected";

test("npm gets the pinned pnpm from npx, installs what the lockfile says, and ends as the checks do", async () => {
  const script = '[ "$1" = install ] || exit 4';
  expect(await npmTest(script)).toMatchObject({ code: 4, called: [npx, install, check] });
});

test("with pnpm, npx is not needed", async () => {
  expect(await npmTest("echo Progress", "pnpm/12.21.0")).toMatchObject({ code: 0, called: [install, check] });
});

test("a step that succeeds is a line; where one fails, all that it said is shown, and nothing else runs", async () => {
  const { code, stderr, called } = await npmTest('echo "Cannot reach"; echo "the registry" >&2; exit 3');
  expect({ code, called }).toStrictEqual({ code: 3, called: [npx, install] });
  expect(stderr).toMatch(/^Getting pnpm@[\d.]+ · [\d.]+ s\nInstalling dependencies failed\n\n/);
  expect(stderr).toContain("Cannot reach\n");
  expect(stderr).toContain("the registry\n");
});

test("a Node that is not the known one does not run", async () => {
  await using pnpm = await withPnpm("");
  const src = join(pnpm.folder, "tooling/start/src");
  await cp(fileURLToPath(new URL(".", import.meta.url)), src, { recursive: true });
  const binary = join(pnpm.folder, "node_modules/node/bin/node");
  await mkdir(dirname(binary), { recursive: true });
  await writeFile(binary, `#!/bin/sh\necho ran >> ${pnpm.folder}/calls\n`, { mode: 0o755 });
  const env = { ...pnpm.env, npm_config_user_agent: "pnpm/12" };
  const run = promisify(execFile)(process.execPath, [join(src, "bootstrap.mjs"), "start"], { env });
  const { code, stderr } = await run.catch((error) => error);
  expect({ code, called: await pnpm.called() }).toStrictEqual({ code: 1, called: [install] });
  expect(stderr).toContain("node_modules/node/bin/node is not the known Node");
});

test.each<[who: string, signal: NodeJS.Signals]>([
  ["npm", "SIGKILL"],
  ["npm", "SIGHUP"],
  ["its shell", "SIGKILL"],
  ["bootstrap", "SIGKILL"],
  ["bootstrap", "SIGTERM"],
  ["the terminal", "SIGHUP"],
  ["the terminal", "SIGINT"],
])("where %s gets %s, no process is left", async (who, signal) => {
  // As turbo does: ends what it has started, which is in a group of its own.
  await using pnpm = await withPnpm("trap 'kill $!; exit 1' TERM\nsetsid sleep 1234 &\nwait\n");
  const env = { ...process.env, ...pnpm.env, npm_config_user_agent: "" };
  const npm = spawn("npm", ["start"], { cwd: root, env, stdio: "ignore", detached: true });
  let started: Process[] = [];
  await vi.waitUntil(
    () => {
      started = descendants(npm.pid);
      return started.some(({ command }) => command === "sleep 1234");
    },
    { timeout: 30_000, interval: 100 },
  );
  const [shell] = started;
  const node = started.find(
    ({ command }) => command.startsWith("node ") && command.includes("bootstrap.mjs"),
  );
  const target = {
    npm: npm.pid,
    "its shell": shell?.id,
    bootstrap: node?.id,
    "the terminal": -(npm.pid ?? 0),
  }[who];
  process.kill(target ?? 0, signal);
  await vi.waitFor(() => expect(survivors(started)).toStrictEqual([]), { timeout: 30_000, interval: 100 });
});
