import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { API, type Snapshot } from "typescript/unstable/async";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tsc = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
const projects = globSync(`${root}packages/*/tsconfig.json`);

/**
 * The types of the packages. The compiler keeps what it has read, so that a check after an edit takes a tenth of what a
 * new one would. What it finds is shown in the words of `tsc`.
 */
export class Types {
  readonly #api = new API({ cwd: root });
  #snapshot: Snapshot | undefined;
  readonly #unchecked = new Set<string>();
  readonly #uncompiled = new Set<string>();
  #compiling: Promise<string[]> = Promise.resolve([]);

  /** Compiles what other packages import of the files, which have changed, come or gone. */
  update(files: string[]): void {
    for (const file of files.filter((name) => name.endsWith(".ts"))) {
      const [, name] = /^packages[\\/](\w+)[\\/]/.exec(relative(root, file)) ?? [];
      if (!name) continue;
      this.#unchecked.add(file);
      // The types of the methods import what is not generated; the other generated ones are compiled in a third of the time.
      const part = /(?<!methods)\.gen\.ts$/.test(file) ? "generated" : "build";
      const project = `${root}packages/${name}/tsconfig.${part}.json`;
      if (existsSync(project) && !/\.test(-d)?\.ts$/.test(file)) this.#uncompiled.add(project);
    }
    this.#compiling = this.#compiling.then(() =>
      Promise.all([...this.#uncompiled].map((project) => this.#compile(project))),
    );
  }

  async #compile(project: string): Promise<string> {
    const errors = await run(project, "--noEmitOnError");
    if (!errors) this.#uncompiled.delete(project);
    for (const file of globSync(project.replace(/[^/]+$/, "dist/**/*.d.ts"))) this.#unchecked.add(file);
    return errors;
  }

  /**
   * Checks all packages, once what they import is compiled.
   *
   * @returns The errors, empty if there are none; undefined if nothing has changed, or `signal` has aborted
   */
  async check(signal: AbortSignal): Promise<string | undefined> {
    const compiled = await this.#compiling;
    if (signal.aborted || (this.#snapshot && this.#unchecked.size === 0)) return undefined;
    const wrong = await this.#wrong();
    if (signal.aborted) return undefined;
    const errors = (await Promise.all(wrong.map((project) => run(project)))).join("\n") || compiled.join("");
    if (!errors) this.#unchecked.clear();
    return errors;
  }

  /** The projects that have errors. */
  async #wrong(): Promise<string[]> {
    const before = this.#snapshot;
    const files = [...this.#unchecked];
    // What is known already is taken as changed, and what is no longer there as deleted.
    const fileChanges = { changed: files, created: files };
    const snapshot = await this.#api.updateSnapshot(before ? { fileChanges } : { openProjects: projects });
    this.#snapshot = snapshot;
    await before?.dispose();
    const found = snapshot.getProjects().map(async ({ configFileName, rootFiles, program }) => {
      const diagnostics = [await program.getConfigFileParsingDiagnostics()];
      // One by one: sources of other packages are not checked again, and the compiler keeps to one checker.
      for (const file of rootFiles)
        diagnostics.push(
          await program.getSyntacticDiagnostics(file),
          await program.getSemanticDiagnostics(file),
        );
      return diagnostics.flat().length > 0 ? [configFileName] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** Ends the compiler. */
  async close(): Promise<void> {
    await this.#api.close().catch(() => {}); // Ctrl-C in a terminal has reached the compiler as well
  }
}

/** What `tsc` prints for a project; empty if it has no errors. */
async function run(project: string, ...options: string[]): Promise<string> {
  const args = [tsc, "-p", project, ...options, "--pretty"];
  const output = await promisify(execFile)(process.execPath, args, { cwd: root }).then(
    () => "",
    ({ stdout, message }: { stdout?: string; message: string }) => stdout || message,
  );
  return process.stderr.isTTY ? output : stripVTControlCharacters(output);
}
