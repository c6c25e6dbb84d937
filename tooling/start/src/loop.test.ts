import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { copyRepository } from "@qoder/work-codegen/test/repository.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { descendants, survivors } from "../test/processes.ts";
import { inputsOf, tasksOf } from "../test/tasks.ts";

vi.setConfig({ testTimeout: 150_000, hookTimeout: 150_000 });
const waiting = { timeout: 60_000, interval: 50 }; // a start takes 8 s, and far longer on a busy machine

const state = "spec/components/schemas/WorkItemState.yaml";
/** Where its description begins, and what a save has written there. */
const begin = /(^description:[ |\n]*)(Save \d+\. )?/m;
const types = "packages/client/src/generated/schema.gen.ts";
const declarations = "packages/client/dist/generated/schema.gen.d.ts";
const outputs = [types, declarations, "packages/docs/dist/getWorkItem.html"];

/** Let the process note which files it opens; it may do all that it could without. */
const audit = ["--permission-audit", "--allow-addons", "--allow-child-process", "--allow-worker"];
audit.push(
  "--disable-warning=SecurityWarning",
  "--import",
  new URL("../test/opened.mjs", import.meta.url).href,
);

let copy: Awaited<ReturnType<typeof copyRepository>>;
let child: ChildProcess;
let exited: Promise<unknown[]>;
let printed = "";
/** How often open pages were told to load themselves again. */
let refreshes = 0;
let mock = "";
let docs = "";

beforeAll(async () => {
  copy = await copyRepository();
  await mkdir(join(copy.folder, "tmp"));
  await cp(join(copy.folder, dirname(types)), join(copy.folder, "before/generated"), { recursive: true });
  await cp(join(copy.folder, "spec/components"), join(copy.folder, "before/components"), { recursive: true });
  child = spawn(process.execPath, [...audit, join(copy.folder, "tooling/start/src/main.ts")], {
    env: {
      ...process.env,
      TMPDIR: join(copy.folder, "tmp"),
      INIT_CWD: copy.folder,
      OPENED: join(copy.folder, "tmp/opened"),
      NODE_DISABLE_COMPILE_CACHE: "1", // which tsc keeps in the temporary folder on purpose
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  exited = once(child, "exit");
  child.stderr?.on("data", (chunk) => {
    printed += chunk;
  });
  await said("Watching spec/");
  [mock = "", docs = ""] = printed.match(/^(?:Mock|Docs) +http:\S+$/gm)?.map((line) => line.slice(6)) ?? [];
  const { body } = await fetch(`${docs}/live-reload`);
  const events = body?.pipeThrough(new TextDecoderStream());
  const write = (text: string) => {
    refreshes += text.split("data: refresh").length - 1;
  };
  events?.pipeTo(new WritableStream({ write })).catch(() => {}); // the server has ended
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await copy?.[Symbol.asyncDispose]();
});

const said = (text: string | RegExp) =>
  vi.waitUntil(() => (typeof text === "string" ? printed.includes(text) : text.test(printed)), waiting);
const isServed = async (text: string) =>
  (await (await fetch(`${docs}/getWorkItem.html`)).text()).includes(text);
const read = () => Promise.all(outputs.map((name) => copy.read(name)));
const answer = (prefer: string) =>
  fetch(withToken(`${mock}/api/v1/cloud/environments/env_1/work/work_1`, "pt-any"), {
    headers: { ...authorized("pt-any"), prefer },
  });

test("serves the mock and the docs, and says what to try next", async () => {
  expect(printed).toContain("Next, in another terminal:");
  expect((await fetch(mock)).headers.get("content-type")).toBe("application/json");
  expect(await (await fetch(docs)).text()).toMatch(/^<!doctype html>/i);
  const [, command = ""] = /an error +(curl .*)/.exec(printed) ?? [];
  const { stdout } = await promisify(execFile)("sh", [
    "-c",
    `${command} --silent --write-out '%{http_code}'`,
  ]);
  expect(stdout).toMatch(/404$/);
});

test("a new state reaches the types, the mock and the open pages", async () => {
  await copy.edit(state, (text) =>
    text.replace("  - stopped\n", "  - stopped\n  - case_paused\n").concat("  case_paused: It rests.\n"),
  );
  const stopped = await copy.read("spec/components/examples/WorkItemStopped.yaml");
  const paused = stopped
    .replace("state: stopped", "state: case_paused")
    .replace(/summary: .*/, "summary: Resting");
  await copy.write("spec/components/examples/CasePaused.yaml", paused);
  // As editors save: a new file takes the place of the old one.
  const response = "spec/components/responses/WorkItem.yaml";
  const example = "      case_paused:\n        $ref: ../examples/CasePaused.yaml\n";
  await copy.write(
    "spec/.new",
    (await copy.read(response)).replace(/examples:\n(?: {6}.*\n)+/, `$&${example}`),
  );
  await rename(join(copy.folder, "spec/.new"), join(copy.folder, response));

  await said(
    /`WorkItem\.?[sS]tate` can now be `case_paused`.* · types and mock [\d.]+ s, .*consumers compile [\d.]+ s/,
  );
  const [source, compiled, built] = await read();
  expect(source).toMatch(/WorkItemState: .*"case_paused"/);
  expect(compiled).toMatch(/WorkItemState: .*"case_paused"/);
  expect(await (await answer("example=case_paused")).json()).toMatchObject({ state: "case_paused" });
  expect(await isServed("It rests.")).toBe(true);
  expect(built).toContain("It rests.");
  expect(built).toContain("connect-src 'self' http://127.0.0.1:*");
  expect(built).not.toContain("live-reload");
  await vi.waitUntil(() => refreshes >= 2, waiting); // for the pages, and for that of Redoc
  await vi.waitUntil(
    async () => (await copy.read("packages/docs/dist/redoc.html")).includes("It rests."),
    waiting,
  );
});

test("a bad edit is named with rule, place and frame, and what is there stays", async () => {
  const before = await read();
  const good = await copy.read(state);
  const session = await copy.read("spec/components/schemas/SessionId.yaml");
  printed = "";
  await copy.write("spec/components/schemas/SessionId.yaml", "type: string\ndescription: An id.\n");
  await said("What is served and generated stays as it was.");
  expect(printed).toMatch(/spec\/components\/schemas\/\w+\.yaml:\d+:\d+\n`id` needs a schema with a prefix/);
  expect(printed).toMatch(/\n\d+ \| id:\n +\| \^\^\n/);

  printed = "";
  await copy.write("spec/components/schemas/SessionId.yaml", session);
  const late = "packages/client/src/late.ts";
  await Promise.all([
    copy.write(late, "export const late: string = 1;\n"),
    copy.write(state, `${good}  - [half\n`),
  ]);
  await said(/WorkItemState\.yaml:\d+:3\nFailed to parse: bad indentation[\s\S]+stays as it was\./);
  expect(printed).not.toContain("There is no");
  expect(await read()).toStrictEqual(before);
  expect(await (await answer("example=case_paused")).json()).toMatchObject({ state: "case_paused" });
  expect(await isServed("It rests.")).toBe(true);

  printed = "";
  await copy.write(state, good);
  await said(/The API says the same[\s\S]+src\/late\.ts:1:14 - error TS2322/);
  await rm(join(copy.folder, late));
  await said("consumers compile");
});

test("what does not compile is shown as the compiler shows it, in the file and in those that import it", async () => {
  printed = "";
  const file = "packages/client/src/broken.ts";
  const index = "packages/client/src/index.ts";
  const exported = await copy.read(index);
  await Promise.all([
    copy.write(file, "export const broken: string = 1;\n"),
    copy.edit(index, (text) =>
      text.replace("apiVersion", "apiVersion as renamed").replace("  WorkError,", ""),
    ),
  ]);
  await said("consumers do not compile");
  await said(/packages\/client\/src\/broken\.ts:1:14 - error TS2322/);
  await said(/packages\/cli\/src\/\w+\.ts:\d+:\d+ - error TS2724/);
  await said(/\nand \d+ more\n/);
  expect(printed.match(/ - error TS/g)).toHaveLength(3);
  printed = "";
  await Promise.all([rm(join(copy.folder, file)), copy.write(index, exported)]);
  await said("consumers compile");
});

test("ten saves in a second are one run, of the newest", async () => {
  printed = "";
  for (let save = 1; save <= 10; save++) {
    await copy.edit(state, (text) => text.replace(begin, `$1Save ${save}. `));
    await new Promise((resolve) => setTimeout(resolve, 90));
  }
  await said(/`description` of `WorkItem\.?[sS]tate` was edited/);
  await vi.waitUntil(() => isServed("Save 10."), waiting);
  expect(await copy.read(types)).toContain("Save 10.");
  // The line of a save that follows them shows that no other is on its way.
  await copy.edit(state, (text) => `${text}# Nothing.\n`);
  await said("The API says the same");
  expect(printed.match(/types and mock/g)).toHaveLength(2);
});

test("files that come, go and change at once are followed, and a restart is asked for where it is needed", async () => {
  printed = "";
  await copy.edit("packages/mock/src/mock.ts", (text) => `${text}// Another branch.\n`);
  // As git does, which writes the generated files as well.
  await rm(join(copy.folder, "spec/components/examples/CasePaused.yaml"));
  await cp(join(copy.folder, "before/generated"), join(copy.folder, dirname(types)), { recursive: true });
  await cp(join(copy.folder, "before/components"), join(copy.folder, "spec/components"), { recursive: true });
  const item = "spec/paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";
  await copy.edit(item, (text) => text.replace(/summary: .*/, "summary: Read a work item"));
  await said(/`WorkItem\.?[sS]tate` can no longer be `case_paused`/);
  expect(await copy.read("packages/cli/dist/generated/commands.gen.js")).toContain("Read a work item");
  expect(printed).toMatch(/^Restart to use packages\/mock\/src\/mock\.ts:/m);
  for (const text of await read()) expect(text).not.toContain("case_paused");
  expect((await answer("example=case_paused")).status).toBe(400);
  const template = "packages/docs/src/templates/frame.html.hbs";
  await copy.edit(template, (text) => text.replace("<footer><p>", "$&Case footer. "));
  await vi.waitUntil(() => isServed("Case footer."), waiting);
});

test("Ctrl-C during a check leaves no process, no port and no temporary file", async () => {
  await copy.edit(state, (text) => text.replace(begin, "$1At last. "));
  await vi.waitUntil(async () => (await copy.read(declarations)).includes("At last"), waiting);
  const started = descendants(child.pid);
  expect(started.length).toBeGreaterThan(0);
  // A terminal signals all of them, in any order, and `npm start` ends them as well.
  for (const { id } of started) signal(id, "SIGINT");
  for (const name of ["SIGINT", "SIGTERM"] as const) signal(child.pid ?? 0, name);
  expect(await exited, printed).toStrictEqual([0, null]);
  await vi.waitUntil(() => survivors(started).length === 0, waiting);
  await expect(fetch(mock)).rejects.toThrow("fetch failed");
  await expect(fetch(docs)).rejects.toThrow("fetch failed");
  expect(await readdir(join(copy.folder, "tmp"))).toStrictEqual(["opened"]);
});

test("all that the docs and the generated files were made of is an input of the tasks that make them", async () => {
  const all = (await copy.read("tmp/opened")).trim().split("\n");
  const asked = all.filter((file) => file.startsWith(copy.folder));
  const made = /(^|\/)(node_modules|dist|generated|tmp)(\/|$)/;
  const ofTheLoop = /^(tooling\/(start|release)|packages\/contract)\//;
  const opened = new Set<string>();
  for (const file of asked) {
    const folder = await realpath(dirname(file)).catch(() => dirname(file)); // a package may be named by its link
    const name = relative(copy.folder, join(folder, basename(file)));
    const isFolder = (await stat(file).catch(() => undefined))?.isDirectory();
    if (!/^\.\.\//.test(name) && !made.test(name) && !ofTheLoop.test(name) && !isFolder) opened.add(name);
  }
  // An input must be there to be listed.
  for (const name of opened) {
    await mkdir(join(copy.folder, dirname(name)), { recursive: true });
    await writeFile(join(copy.folder, name), "", { flag: "a" });
  }
  copy.commit(); // without git, turbo would read all that is installed
  const makers = ["@qoder/work-docs#build", "@qoder/work-codegen#fresh"];
  const inputs = inputsOf(tasksOf(copy.folder, ["build", "fresh"]), makers);
  expect([...opened].filter((name) => !inputs.has(name))).toStrictEqual([]);
  expect(opened).toContain("packages/client/CHANGELOG.md");
  expect(opened).toContain(state);
});

function signal(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
  } catch {} // it has ended
}
