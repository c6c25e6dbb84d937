import { execFile } from "node:child_process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { API, type Snapshot } from "typescript/unstable/async";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tsc = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
const config = (name: string) => `${root}packages/${name}/tsconfig.json`;
/** What the others import compiled. */
const compiled = ["client", "mock"];
const checked = [...compiled, "cli", "contract", "docs"];

/**
 * The types of the packages. The compiler keeps what it has read, so that a check after an edit takes a tenth of what a
 * new one would. What it finds is shown in the words of `tsc`.
 */
export class Types {
  #api: API | undefined;
  #snapshot: Snapshot | undefined;
  /** What the next check looks at; all, if undefined. */
  #unchecked: Set<string> | undefined;
  readonly #uncompiled = new Map<string, "generated" | "build">();

  /** Notes that a file has changed, come or gone since it was compiled and checked. */
  outdated(file: string): void {
    const [, name = ""] = /^packages[\\/](\w+)[\\/]/.exec(relative(root, file)) ?? [];
    if (!checked.includes(name)) return;
    if (file.endsWith(".gen.ts")) {
      const part = file.endsWith("methods.gen.ts") ? "build" : "generated"; // which imports what is not generated
      if (part === "build" || !this.#uncompiled.has(name)) this.#uncompiled.set(name, part);
      this.#unchecked?.add(file.replace(/src([\\/]generated[\\/].+)\.ts$/, "dist$1.d.ts"));
    } else if (compiled.includes(name) && !/\.test(-d)?\.ts$/.test(file)) {
      this.#uncompiled.set(name, "build");
      this.#unchecked = undefined;
    }
    this.#unchecked?.add(file);
  }

  /**
   * Compiles what others import into its `dist`, and checks all packages.
   *
   * @returns The errors, empty if there are none; undefined if nothing is outdated, or `signal` has aborted
   */
  async check(signal: AbortSignal): Promise<string | undefined> {
    if (this.#unchecked?.size === 0) return undefined;
    try {
      const builds = await Promise.all([...this.#uncompiled].map((entry) => this.#build(...entry)));
      if (signal.aborted) return undefined;
      const wrong = await this.#wrong();
      if (signal.aborted) return undefined;
      const errors = (await Promise.all(wrong.map((name) => run(name)))).join("\n") || builds.join("");
      if (!errors) this.#unchecked = new Set();
      return errors;
    } catch (error) {
      await this.close(); // the next check starts anew
      throw error;
    }
  }

  /** Where only generated files have changed, these alone are compiled, in a third of the time. */
  async #build(name: string, part: "generated" | "build"): Promise<string> {
    const wrong = await run(name, "-p", `tsconfig.${part}.json`, "--noEmitOnError");
    if (!wrong) this.#uncompiled.delete(name);
    return wrong;
  }

  async #wrong(): Promise<string[]> {
    const isFirst = this.#api === undefined;
    this.#api ??= new API({ cwd: root });
    const before = this.#snapshot;
    const files = this.#unchecked && [...this.#unchecked];
    // What is known already is taken as changed, and what is no longer there as deleted.
    const fileChanges = files ? { changed: files, created: files } : { invalidateAll: true as const };
    const snapshot = await this.#api.updateSnapshot(
      isFirst ? { openProjects: checked.map(config) } : { fileChanges },
    );
    this.#snapshot = snapshot;
    await before?.dispose();
    const areWrong = await Promise.all(
      checked.map(async (name) => {
        const project = snapshot.getProject(config(name));
        if (!project) throw new Error(`The compiler has no project ${config(name)}.`);
        const { program } = project;
        const found = await Promise.all([
          program.getConfigFileParsingDiagnostics(),
          program.getSyntacticDiagnostics(),
          program.getSemanticDiagnostics(),
        ]);
        return found.flat().length > 0;
      }),
    );
    return checked.filter((_, at) => areWrong[at]);
  }

  /** Ends the compiler. */
  async close(): Promise<void> {
    const api = this.#api;
    this.#api = undefined;
    this.#snapshot = undefined;
    await api?.close().catch(() => {}); // Ctrl-C in a terminal has reached the compiler as well
  }
}

/** What `tsc` prints for a package; empty if it has no errors. */
async function run(name: string, ...options: string[]): Promise<string> {
  const args = [tsc, ...options, "--pretty"];
  const done = promisify(execFile)(process.execPath, args, { cwd: `${root}packages/${name}` });
  const output = await done.then(
    () => "",
    ({ stdout, message }: { stdout?: string; message: string }) => stdout || message,
  );
  const fromRoot = output.replaceAll(/^(\S*?)((?:samples|src)\/)/gm, `$1packages/${name}/$2`);
  return process.stderr.isTTY ? fromRoot : stripVTControlCharacters(fromRoot);
}
