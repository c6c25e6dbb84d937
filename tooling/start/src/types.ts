import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { API, type Snapshot } from "typescript/unstable/async";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tsc = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
const isTest = (file: string) => /\.test(-d)?\.ts$|\/test\//.test(file);

/**
 * The types of the packages, but for their tests. The compiler keeps what it has read, so that a check after an edit takes
 * a tenth of what a new one would. What it finds is shown in the words of `tsc`.
 */
export class Types {
  readonly #api = new API({ cwd: root });
  #snapshot: Snapshot | undefined;
  /** Files that have changed since the last check that found no error. */
  readonly #unchecked = new Set<string>();

  /**
   * Checks files that have changed, come or gone, and all that depend on them, and compiles those of published packages.
   *
   * @param names Paths from the root of the repository.
   * @param signal Keeps the check from starting where it has aborted; the next one has the files as well.
   * @returns The errors, empty if there are none; undefined if nothing has changed or `signal` has aborted
   */
  async check(names: string[], signal: AbortSignal): Promise<string | undefined> {
    for (const name of names) if (name.endsWith(".ts") && !isTest(name)) this.#unchecked.add(root + name);
    if (signal.aborted || (this.#snapshot && this.#unchecked.size === 0)) return undefined;
    const builds = new Set([...this.#unchecked].flatMap(buildsOf));
    const [wrong, ...built] = await Promise.all([
      this.#wrong(),
      ...[...builds].map((project) => run(project, "--noEmitOnError")),
    ]);
    const errors = (await Promise.all(wrong.map((project) => run(project)))).join("\n") || built.join("");
    if (!errors) this.#unchecked.clear();
    return errors;
  }

  /** The projects with errors in what depends on files that have changed. */
  async #wrong(): Promise<string[]> {
    const before = this.#snapshot;
    const files = [...this.#unchecked];
    // The compiler takes known files as changed, and missing ones as deleted.
    const fileChanges = { changed: files, created: files };
    const openProjects = globSync(`${root}packages/*/tsconfig.json`);
    const snapshot = await this.#api.updateSnapshot(before ? { fileChanges } : { openProjects });
    this.#snapshot = snapshot;
    await before?.dispose();
    const all = snapshot.getProjects().flatMap(({ rootFiles }) => rootFiles.filter((file) => !isTest(file)));
    const checked = before ? withImporters(files, all) : new Set(all);
    const found = snapshot.getProjects().map(async ({ configFileName, program, rootFiles }) => {
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

/** The project that compiles a file. That of generated files, but for the features, which import others, is much faster. */
function buildsOf(file: string): string[] {
  const part = /(?<!features)\.gen\.ts$/.test(file) ? "generated" : "build";
  const [folder] = /^packages\/\w+/.exec(relative(root, file)) ?? [];
  const project = `${root}${folder}/tsconfig.${part}.json`;
  return existsSync(project) ? [project] : [];
}

/** The changed files and those of `files` that import one of them, themselves or through others. */
function withImporters(changed: string[], files: string[]): Set<string> {
  const imports = files.flatMap((file) => importsOf(file).map((target) => ({ target, file })));
  const importers = Map.groupBy(imports, ({ target }) => target);
  const found = new Set(changed);
  for (const file of found) {
    const [, name] = /^(?:packages|tooling)\/(\w+)/.exec(relative(root, file)) ?? [];
    for (const target of [file, `@qoder/work-${name}`])
      for (const importer of importers.get(target) ?? []) found.add(importer.file);
  }
  return found;
}

/** The files and packages of the repository that a file imports. */
function importsOf(file: string): string[] {
  const names = readFileSync(file, "utf8").matchAll(/\b(?:from|import\(?) ?"(\.[^"]+|@qoder\/[\w-]+)/g);
  return [...names].map(([, name = ""]) => (name.startsWith(".") ? resolve(dirname(file), name) : name));
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
