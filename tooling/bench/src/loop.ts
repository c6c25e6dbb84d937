import { join } from "node:path";
import { launchBrowser, type Page } from "../../../packages/docs/test/browser.ts";
import { copyRepository } from "../../codegen/test/repository.ts";
import { measure, openapiTypescript, type Running, start, until } from "./command.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

type Copy = Awaited<ReturnType<typeof copyRepository>>;

const edits = 10;
const state = "spec/components/schemas/WorkItemState.yaml";
const example = "spec/components/examples/WorkItemPaused.yaml";

/** Times what follows a save while `npm start` runs, and after each save the command of openapi-typescript. */
export async function run(): Promise<string> {
  await using copy = await copyRepository();
  await addState(copy);
  const started = start([process.execPath, join(copy.folder, "tooling/start/src/main.ts")], copy.folder);
  const browser = await launchBrowser();
  try {
    await until(() => started.printed.includes("Watching spec/"), started);
    const [mock = "", docs = ""] = Array.from(
      started.printed.matchAll(/^(?:Mock|Docs) +(http:\S+)$/gm),
      ([, url]) => url ?? "",
    );
    const page = await browser.newPage();
    await page.goto(`${docs}/getWorkItem.html`);

    const rounds = [];
    for (let edit = 1; edit <= edits; edit++) {
      console.error(`Edit ${edit} of ${edits}`);
      rounds.push(await round(copy, started, `paused${edit}`, mock, page));
    }
    return report(rounds);
  } finally {
    await Promise.all([started.stop(), browser.close()]);
  }
}

/** Adds a state to the spec, and an example that has it. */
async function addState(copy: Copy): Promise<void> {
  await copy.edit(
    state,
    (text) => `${text.replace("  - stopped\n", "  - stopped\n  - paused0\n")}  paused0: It rests.\n`,
  );
  const stopped = await copy.read("spec/components/examples/WorkItemStopped.yaml");
  await copy.write(
    example,
    stopped.replace("state: stopped", "state: paused0").replace(/summary: .*/, "summary: Rest"),
  );
  const reference = "      paused:\n        $ref: ../examples/WorkItemPaused.yaml\n";
  await copy.edit("spec/components/responses/WorkItem.yaml", (text) => text + reference);
}

/** Renames the state, and waits for all that follows. Times are in ms since the save. */
async function round(copy: Copy, started: Running, name: string, mock: string, page: Page) {
  const before = started.printed.length;
  const begin = performance.now();
  const rename = (text: string) => text.replaceAll(/paused\d+/g, name);
  await Promise.all([copy.edit(state, rename), copy.edit(example, rename)]);
  const [types, answer, docs, all] = await Promise.all([
    until(
      async () => (await copy.read("packages/client/src/generated/schema.gen.ts")).includes(name),
      started,
    ),
    until(async () => (await answerOf(mock)).includes(name), started),
    // A locator would wait for half a second after its first attempts.
    page
      .waitForFunction((name) => document.body?.textContent?.includes(name), name)
      .then(() => performance.now()),
    until(() => compiles(started.printed.slice(before)), started),
  ]);
  // What is made last, with all of the machine.
  await until(async () => (await copy.read("packages/docs/dist/redoc.html")).includes(name), started);
  // In a folder that the loop does not watch, without a redocly.yaml that names another spec.
  const folder = join(copy.folder, "packages/mock/dist");
  const theirs = (await measure(openapiTypescript("openapi.json", "types.ts"), folder)).ms;
  return { types: types - begin, answer: answer - begin, docs: docs - begin, all: all - begin, theirs };
}

/** Whether the line of a save is there. @throws {Error} with it, if something does not compile */
function compiles(printed: string): boolean {
  if (printed.includes("do not compile")) throw new Error(printed);
  return printed.includes("consumers compile");
}

async function answerOf(mock: string): Promise<string> {
  const headers = { authorization: "Bearer pt-any", prefer: "example=paused", connection: "close" };
  return (await fetch(`${mock}/api/v1/cloud/environments/env_1/work/work_1`, { headers })).text();
}

function report(rounds: Awaited<ReturnType<typeof round>>[]): string {
  const medianOf = (key: keyof (typeof rounds)[number]) => median(rounds.map((each) => each[key]));
  const row = (what: string, key: keyof (typeof rounds)[number], budget = "") => [
    what,
    `${Math.round(medianOf(key))} ms`,
    `× ${(medianOf(key) / medianOf("theirs")).toFixed(2)}`,
    budget,
  ];
  return table(
    [`median of ${rounds.length} edits`, "measured", "beside openapi-typescript", "budget"],
    [
      row("save → types written", "types", "≤ 0.3"),
      row("save → the mock answers the new way", "answer"),
      row("save → the docs are new in the browser", "docs"),
      row("save → consumers type-checked, and all done", "all", "≤ 1.0"),
      row("the command of openapi-typescript, for types alone", "theirs"),
    ],
  );
}
