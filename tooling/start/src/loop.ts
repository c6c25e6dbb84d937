import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { filesOf, readApi } from "@qoder/work-codegen";
import { type Docs, dist } from "@qoder/work-docs";
import { writeRedoc, writeSite } from "@qoder/work-docs/write";
import type { Mock } from "@qoder/work-mock";
import { clearPluginsCache } from "@redocly/openapi-core";
import { changesIn } from "./changes.ts";
import { changedModules } from "./modules.ts";
import { Types } from "./types.ts";
import { watchFiles } from "./watcher.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const bundle = fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json"));
const site = `${dist}/openapi.json`;
const folders = [
  "spec",
  "packages",
  "tooling/codegen/src",
  "tooling/start/src",
  ".changeset",
  "pnpm-lock.yaml",
];

export interface Loop {
  /** Resolves when the first save can be followed, or none will be, because the loop is closed. */
  ready: Promise<void>;
  /** Lets go of the files, and ends what was started. */
  close(): Promise<void>;
}

/** Lets the types, the mock, the docs and the type check follow each save, and says in a line what it brought. */
export function startLoop(mock: Mock, docs: Docs, say: (text: string) => void): Loop {
  const types = new Types();
  let shown: object = JSON.parse(readFileSync(bundle, "utf8"));
  let redocOf = readFileSync(site, "utf8");
  let redoc: { abandon: AbortController; done: Promise<void> } | undefined;
  let generated: Record<string, string> = {};
  let isClosed = false;
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();

  const watcher = watchFiles(root, folders, async (...args) => {
    try {
      await follow(...args);
    } catch (error) {
      const [, , signal] = args;
      if (isClosed || signal.aborted) return;
      say(`${(error as Error).message}\nWhat is served and generated stays as it was.`);
    } finally {
      if (!args[2].aborted) isReady();
    }
  });

  async function follow(files: string[], saved: number, signal: AbortSignal): Promise<void> {
    const seconds = () => `${((performance.now() - saved) / 1000).toFixed(2)} s`;
    await abandonRedoc();
    const stale = await changedModules(files);
    if (stale.length > 0) {
      say(`Restart to use ${few(stale, ", ")}: what runs here was loaded before the change.`);
    }
    if (files.some((file) => file.endsWith(".js"))) clearPluginsCache();
    const api = await readApi(spec);
    const now = await filesOf(api);
    if (signal.aborted) return;

    for (const [name, text] of Object.entries(now)) {
      const isOther = name in generated && text !== generated[name]; // also where git has written it
      if ((await isWritten(root + name, text)) || isOther) types.outdated(root + name);
    }
    generated = now;
    for (const file of files.filter((name) => /\.ts$/.test(name))) types.outdated(file);
    await isWritten(bundle, api.json);
    await mock.reload();
    const parts = [`types and mock ${seconds()}`];
    // One after the other: on two processors, the compiler would make the mock and the docs wait.
    await setImmediate();
    const [pages] = await Promise.allSettled([writeSite(api, dist)]);
    if (pages.status === "fulfilled") {
      docs.refresh();
      parts.push(`docs ${seconds()}`);
    }
    if (signal.aborted) return;
    const wrong = await types.check(signal);
    if (signal.aborted) return;
    if (wrong !== undefined) parts.push(`consumers ${wrong ? "do not compile" : "compile"} ${seconds()}`);
    const changes = changesIn(shown, api.document);
    shown = api.document;
    const what = changes.length > 0 ? few(changes, "; ") : "The API says the same";
    if (files.length > 0 || changes.length > 0) say(`${what} · ${parts.join(", ")}`);
    if (pages.status === "fulfilled") followInRedoc(pages.value);
    else say(`The docs stay as they were: ${(pages.reason as Error).message}`);
    if (wrong) say(wrong);
  }

  /** Builds the page of Redoc, which takes seconds, as long as nothing newer comes. */
  function followInRedoc(pages: Awaited<ReturnType<typeof writeSite>>): void {
    const text = readFileSync(site, "utf8");
    if (text === redocOf || isClosed) return;
    const abandon = new AbortController();
    const done = writeRedoc(pages, dist, abandon.signal).then(
      () => {
        redocOf = text;
        docs.refresh();
      },
      (error: Error) => {
        if (!abandon.signal.aborted) say(error.message);
      },
    );
    redoc = { abandon, done };
  }

  async function abandonRedoc(): Promise<void> {
    redoc?.abandon.abort();
    await redoc?.done;
  }

  return {
    ready,
    async close() {
      isClosed = true;
      isReady();
      await Promise.all([watcher.close(), abandonRedoc(), types.close()]);
    },
  };
}

/** The first of many. */
const few = (items: string[], separator: string, most = 5): string =>
  items.slice(0, most).join(separator) +
  (items.length > most ? `${separator}and ${items.length - most} more` : "");

/** Writes a file whose text is another; says whether it was. */
async function isWritten(file: string, text: string): Promise<boolean> {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  await writeFile(file, text);
  return true;
}
