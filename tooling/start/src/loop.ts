import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Api, filesOf, readApi } from "@qoder/work-codegen";
import { type Docs, dist } from "@qoder/work-docs";
import { siteOf, writeRedoc, writeSite } from "@qoder/work-docs/write";
import type { Mock } from "@qoder/work-mock";
import { compare } from "@qoder/work-release";
import { TypeCheck } from "./type-check.ts";
import { type Save, saves } from "./watcher.ts";

type Site = ReturnType<typeof siteOf>;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const bundle = fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json"));
const sources = ["codegen", "release", "start"].map((name) => `tooling/${name}/src`);
const watched = ["spec", "packages", ...sources, ".changeset", "pnpm-lock.yaml"];
/** Files that this process loads only once. */
const loaded =
  /^(spec\/.+\.js|(packages\/(mock|docs)|tooling\/\w+)\/src\/(?!site\/|.+\.test\.ts$).+\.ts|pnpm-lock\.yaml)$/;

/** Lets the types, the mock, the docs and the type check follow each save, and says in a line what it brought. */
export class Loop {
  readonly #mock: Mock;
  readonly #docs: Docs;
  readonly #say: (text: string) => void;
  readonly #typeCheck = new TypeCheck();
  /** Generated files, as they were written last. */
  #generated: Record<string, string> = {};
  /** The API as it was followed last. */
  #api: Api | undefined;
  /** The document that the page of Redoc shows. */
  #inRedoc = documentOfSite();
  #redoc = Promise.resolve();

  constructor(mock: Mock, docs: Docs, say: (text: string) => void) {
    this.#mock = mock;
    this.#docs = docs;
    this.#say = say;
  }

  /** Runs until `closed` aborts. */
  async run(closed: AbortSignal): Promise<void> {
    const ended = once(closed, "abort"); // without the compiler, a running check may never end
    ended.then(() => this.#typeCheck.close());
    let isReady = false;
    for await (const save of saves(root, watched, closed)) {
      await this.#redoc; // which this save has abandoned
      const following = this.#follow(save).catch((error: Error) => {
        if (!save.signal.aborted)
          this.#say(`${error.message}\nWhat is served and generated stays as it was.`);
      });
      await Promise.race([following, ended]);
      if (isReady || save.signal.aborted) continue;
      isReady = true;
      this.#say("Watching spec/: the types, the mock, the docs and the type check follow each save.\n");
    }
  }

  async #follow({ files, time, signal }: Save): Promise<void> {
    const done: string[] = [];
    const lap = (what: string) => done.push(`${what} ${((performance.now() - time) / 1000).toFixed(2)} s`);
    const old = files.filter((name) => loaded.test(name));
    if (old.length > 0)
      this.#say(`Restart to use ${few(old, ", ")}: what runs here was loaded before the change.`);

    // At once: a spec that has errors, or a compiler that has ended, keeps nothing from being followed later.
    await this.#typeCheck.update(files).catch(() => {});
    const api = await readApi(spec);
    if (signal.aborted) return;
    await this.#typeCheck.update(await this.#writeTypes(api)).catch(() => {});
    if (signal.aborted) return;
    const checking = this.#typeCheck.check().then(
      (errors) => {
        if (errors !== undefined) lap(errors.length > 0 ? "consumers do not compile" : "consumers compile");
        return errors;
      },
      (error: Error) => [`The types were not checked: ${error.message}`],
    );
    const serving = this.#serve(api, lap).catch((error: Error) => error);
    const [errors, site] = await Promise.all([checking, serving]);
    if (signal.aborted) return;

    const changes = this.#api ? compare(this.#api, api).map(({ sentence }) => sentence) : [];
    this.#api = api;
    const what = changes.length > 0 ? few(changes, "; ") : "The API says the same";
    if (files.length > 0 || changes.length > 0) this.#say(`${what} · ${done.join(", ")}`);
    if (site instanceof Error) this.#say(`The docs stay as they were: ${site.message}`);
    else this.#redoc = this.#writeRedoc(site, signal);
    if (errors && errors.length > 0) this.#say(few(errors, "\n"));
  }

  /** Returns the files that are new, even where something else, such as git, has written them. */
  async #writeTypes(api: Api): Promise<string[]> {
    const before = this.#generated;
    this.#generated = await filesOf(api);
    const changed = [];
    for (const [name, text] of Object.entries(this.#generated))
      if ((await writeChanged(root + name, text)) || (before[name] ?? text) !== text) changed.push(name);
    return changed;
  }

  /** Lets the mock and the docs follow. */
  async #serve(api: Api, lap: (what: string) => void): Promise<Site> {
    if (await writeChanged(bundle, api.json)) await this.#mock.reload();
    lap("types and mock");
    const site = siteOf(api);
    await writeSite(site, dist);
    this.#docs.refresh();
    lap("docs");
    return site;
  }

  /** Builds the page of Redoc, which takes seconds, unless a newer save comes. */
  async #writeRedoc(site: Site, signal: AbortSignal): Promise<void> {
    const document = documentOfSite();
    if (document === this.#inRedoc) return;
    try {
      await writeRedoc(site, dist, signal);
      this.#inRedoc = document;
      this.#docs.refresh();
    } catch (error) {
      if (!signal.aborted) this.#say((error as Error).message);
    }
  }
}

const documentOfSite = () => readFileSync(`${dist}/openapi.json`, "utf8");

/** Joins items, of which it names at most three. */
const few = (items: string[], separator: string): string =>
  items.slice(0, 3).join(separator) + (items.length > 3 ? `${separator}and ${items.length - 3} more` : "");

/** Writes a file if its text has changed; tells whether it has. */
async function writeChanged(file: string, text: string): Promise<boolean> {
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return false;
  await writeFile(file, text);
  return true;
}
