import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { API, type Snapshot } from "typescript/unstable/async";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tsc = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
const configs = globSync(`${root}packages/*/tsconfig.json`);

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
      // The features import what is not generated; the other generated ones are compiled in a third of the time.
      const part = /(?<!features)\.gen\.ts$/.test(file) ? "generated" : "build";
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
    const compiled = project.endsWith("generated.json") ? "dist/generated/*.d.ts" : "dist/**/*.d.ts";
    for (const file of globSync(join(dirname(project), compiled))) this.#unchecked.add(file);
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
    // The compiler takes known files as changed, and missing ones as deleted.
    const fileChanges = { changed: files, created: files };
    const snapshot = await this.#api.updateSnapshot(before ? { fileChanges } : { openProjects: configs });
    this.#snapshot = snapshot;
    await before?.dispose();
    const projects = snapshot.getProjects();
    const all = projects.flatMap(({ rootFiles }) => rootFiles);
    const checked = before ? withImporters(files, all) : new Set(all);
    const found = projects.map(async ({ configFileName, rootFiles, program }) => {
      const diagnostics = [await program.getConfigFileParsingDiagnostics()];
      // One by one: sources of other packages are not checked again, and the compiler keeps to one checker.
      for (const file of rootFiles.filter((name) => checked.has(name)))
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

/** The changed files and those of `files` that import one of them, themselves or through others. */
function withImporters(changed: string[], files: string[]): Set<string> {
  const imports = files.flatMap((file) => importsOf(file).map((target) => ({ target, file })));
  const importers = Map.groupBy(imports, ({ target }) => target);
  const found = new Set(changed);
  for (const file of found) {
    const [, name] = /^(?:packages|tooling)[\\/](\w+)/.exec(relative(root, file)) ?? [];
    for (const target of [file, `@qoder/work-${name}`])
      for (const importer of importers.get(target) ?? []) found.add(importer.file);
  }
  return found;
}

/** The files and packages of the repository that a file imports. */
function importsOf(file: string): string[] {
  const names = readFileSync(file, "utf8").matchAll(/\b(?:from|import\(?) ?"((?:\.|@qoder\/)[^"]+)"/g);
  return [...names].map(([, name = ""]) =>
    name.startsWith(".") ? resolve(dirname(file), name) : name.split("/", 2).join("/"),
  );
}

/** The output of `tsc` for a project; empty if it has no errors. */
async function run(project: string, ...options: string[]): Promise<string> {
  const args = [tsc, "-p", project, ...options, "--pretty"];
  const output = await promisify(execFile)(process.execPath, args, { cwd: root }).then(
    () => "",
    ({ stdout, message }: { stdout?: string; message: string }) => stdout || message,
  );
  return process.stderr.isTTY ? output : stripVTControlCharacters(output);
}
