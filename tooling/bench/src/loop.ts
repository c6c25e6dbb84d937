import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../../../packages/docs/test/browser.ts";
import { copyRepository } from "../../start/src/repository-copy.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const loadNow = () => loadavg()[0]?.toFixed(1);
type Copy = Awaited<ReturnType<typeof copyRepository>>;

const state = "spec/components/schemas/WorkItemState.yaml";
const example = "spec/components/examples/WorkItemPaused.yaml";

/** Times what follows a save while `npm start` runs, and beside it the generators of others on the same spec. */
export async function run(): Promise<string> {
  const { status } = spawnSync(process.execPath, [path("../../start/src/build.ts"), "@qoder/work-start^..."]);
  if (status !== 0) throw new Error("The repository does not build: run `pnpm build`.");
  await using copy = await copyRepository();
  const ms = (times: number[]) => `${Math.round(median(times))} ms`;
  console.error("Saving 20 edits");
  const { types, mock, docs, all } = await saves(copy, 20);
  const followed = [
    ["save → types written", ms(types), "< 500 ms"],
    ["save → the mock answers the new way", ms(mock), "< 500 ms"],
    ["save → the docs are new in the browser", ms(docs), "< 1,500 ms"],
    ["save → consumers type-checked, and all done", ms(all), "< 1,500 ms"],
  ];
  const load = loadNow();
  console.error("Running each generator five times");
  const peers = [];
  for (const [name, ...command] of generators(copy)) peers.push([name, ms(await timesOf(command, copy))]);
  return [
    table([`median of 20 edits, load average ${load}`, "measured", "budget"], followed),
    table([`generation by a command, median of 5, load average ${loadNow()}`, "measured"], peers),
  ].join("\n\n");
}

/** Renames a state in the schema and in an example, again and again, and waits each time for all that follows. */
async function saves(copy: Copy, count: number) {
  await copy.edit(state, (text) =>
    text.replace("  - stopped\n", "  - stopped\n  - paused0\n").concat("  paused0: It rests.\n"),
  );
  const stopped = await copy.read("spec/components/examples/WorkItemStopped.yaml");
  await copy.write(
    example,
    stopped.replace("state: stopped", "state: paused0").replace(/summary: .*/, "summary: Rest"),
  );
  await copy.edit(
    "spec/components/responses/WorkItem.yaml",
    (text) => `${text}      paused:\n        $ref: ../examples/WorkItemPaused.yaml\n`,
  );

  const child = spawn(process.execPath, [join(copy.folder, "tooling/start/src/main.ts")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  child.stderr.on("data", (chunk) => {
    printed += chunk;
  });
  const exited = once(child, "exit").then(() => {
    throw new Error(`npm start has ended:\n${printed}`);
  });
  // Asked more often, the mock would slow down what is measured: it lives in the same process.
  const pause = 25;
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await Promise.race([setTimeout(pause), exited]);
    return performance.now();
  };
  const browser = await launchBrowser();
  try {
    await until(() => printed.includes("Watching spec/"));
    const [mock = "", docs = ""] = [...printed.matchAll(/^(?:Mock|Docs) +(http:\S+)$/gm)].map(
      ([, url]) => url,
    );
    const page = await browser.newPage();
    await page.goto(`${docs}/getWorkItem.html`);
    const times = { types: [], mock: [], docs: [], all: [] } as Record<
      "types" | "mock" | "docs" | "all",
      number[]
    >;
    for (let edit = 1; edit <= count; edit++) {
      const before = `paused${edit - 1}`;
      await until(async () => (await copy.read("packages/docs/dist/redoc.html")).includes(before));
      await idle();
      printed = "";
      const name = `paused${edit}`;
      const rename = (text: string) => text.replaceAll(/paused\d+/g, name);
      const begin = performance.now();
      await Promise.all([copy.edit(state, rename), copy.edit(example, rename)]);
      const ends = await Promise.all([
        until(async () => (await copy.read("packages/client/src/generated/schema.gen.ts")).includes(name)),
        until(async () => (await answer(mock)) === name),
        page
          .getByText(name)
          .first()
          .waitFor({ state: "attached" })
          .then(() => performance.now()),
        until(() => printed.includes(`+ ${name}`) && printed.includes("consumers compile")),
      ]);
      for (const [at, list] of Object.values(times).entries()) list.push(Number(ends[at]) - begin);
    }
    return times;
  } finally {
    exited.catch(() => {});
    child.kill("SIGINT");
    await browser.close();
    if (child.exitCode === null) await once(child, "exit");
  }
}

/** Waits until the machine has nothing else to do, ten seconds at most. */
async function idle(): Promise<void> {
  for (let time = 0, before = times(); time < 20; time++) {
    await setTimeout(500);
    const now = times();
    if (now.idle - before.idle > 0.8 * (now.all - before.all)) return;
    before = now;
  }
}

function times() {
  const all = cpus().map(({ times }) => times);
  return {
    idle: all.reduce((sum, { idle }) => sum + idle, 0),
    all: all.flatMap((each) => Object.values(each)).reduce((sum, time) => sum + time, 0),
  };
}

async function answer(mock: string): Promise<string> {
  const headers = { authorization: "Bearer pt-any", prefer: "example=paused", connection: "close" };
  const response = await fetch(`${mock}/api/v1/cloud/environments/env_1/work/work_1`, { headers });
  return ((await response.json()) as { state: string }).state;
}

/** Each with a client that calls `fetch`, except openapi-typescript, which writes types alone. */
function generators({ folder }: Copy): [name: string, ...command: string[]][] {
  const spec = join(folder, "packages/mock/dist/openapi.json");
  const out = join(folder, "generated");
  const bin = (name: string) => path(`../node_modules/.bin/${name}`);
  return [
    ["`pnpm generate` without the lint", process.execPath, join(folder, "tooling/codegen/src/main.ts")],
    ["openapi-typescript", bin("openapi-typescript"), spec, "-o", `${out}/types.ts`],
    ["@hey-api/openapi-ts", bin("openapi-ts"), "-i", spec, "-o", out, "--silent"],
    ["orval", bin("orval"), "--input", spec, "--output", `${out}/orval.ts`, "--client", "fetch"],
    ["kubb", bin("kubb"), "generate", "--config", path("kubb.config.ts"), "--logLevel", "silent"],
  ];
}

async function timesOf([file = "", ...args]: string[], { folder }: Copy): Promise<number[]> {
  const env = {
    ...process.env,
    SPEC: join(folder, "packages/mock/dist/openapi.json"),
    OUT: join(folder, "generated/kubb"),
  };
  const cwd = join(folder, "packages"); // openapi-typescript refuses a spec beside a redocly.yaml that names another
  const times: number[] = [];
  while (times.length < 5) {
    await idle();
    const begin = performance.now();
    execFileSync(file, args, { env, cwd, stdio: ["ignore", "ignore", "pipe"] });
    times.push(performance.now() - begin);
  }
  return times;
}
