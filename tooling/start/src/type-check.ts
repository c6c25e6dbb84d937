import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { API, type Diagnostic, type Snapshot } from "typescript/unstable/async";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const config = fileURLToPath(new URL("../tsconfig.sources.json", import.meta.url));
// `bin/tsc` is a program of Node that only starts the compiler.
const { default: compilerPath }: { default(): string } = await import(
  new URL("getExePath.js", import.meta.resolve("typescript")).href
);
const isTest = (file: string) => /\.test(-d)?\.ts$|\/test\//.test(file);

// If Ctrl-C has ended the compiler first, its library rejects a second promise, which nobody holds.
process.on("unhandledRejection", (error) => {
  if (!/^(EPIPE|ECONNRESET|ERR_STREAM_\w+)$/.test(Object(error).code)) throw error;
});

/**
 * Checks the types of the packages, without their tests. The compiler keeps what it has read, so that a check after an edit
 * takes a tenth of what a new one would.
 */
export class TypeCheck {
  readonly #api = new API({ cwd: root });
  #snapshot: Snapshot | undefined;
  /** Files that have changed since the last check that found no error. */
  readonly #unchecked = new Set<string>();

  /** Tells the compiler which files, by their paths from the root of the repository, have changed, come or gone. */
  async update(names: string[]): Promise<void> {
    const files = names.filter((name) => name.endsWith(".ts") && !isTest(name)).map((name) => root + name);
    for (const file of files) this.#unchecked.add(file);
    if (!this.#snapshot) return;
    const known = new Set(this.#snapshot.getProjects().flatMap(({ rootFiles }) => rootFiles));
    // One by one: of several files at once, or of one that comes or goes, the compiler makes the program anew.
    for (const file of files) {
      const changes = known.has(file) && existsSync(file) ? {} : { created: [file] };
      const older = this.#snapshot;
      this.#snapshot = await this.#api.updateSnapshot({ fileChanges: { changed: [file], ...changes } });
      await older.dispose();
    }
  }

  /**
   * Checks the files that have changed and all that depend on them, and compiles those of published packages.
   *
   * @returns The errors, in the words of `tsc`; undefined if nothing has changed since
   */
  async check(): Promise<string[] | undefined> {
    if (this.#snapshot && this.#unchecked.size === 0) return undefined;
    const projects = new Set([...this.#unchecked].flatMap(projectsOf));
    const [diagnostics, ...failed] = await Promise.all([this.#diagnostics(), ...[...projects].map(compile)]);
    const errors = diagnostics.length > 0 ? diagnostics.map(lineOf) : failed.flat();
    if (errors.length === 0) this.#unchecked.clear();
    return errors;
  }

  /** The errors in what depends on files that have changed. */
  async #diagnostics(): Promise<Diagnostic[]> {
    this.#snapshot ??= await this.#api.updateSnapshot({ openProjects: [config] });
    const [project] = this.#snapshot.getProjects();
    if (!project) return [];
    const { program, rootFiles } = project;
    const files = withImporters(this.#unchecked, rootFiles);
    const diagnostics = await Promise.all([
      program.getConfigFileParsingDiagnostics(),
      ...files
        .filter((file) => this.#unchecked.has(file))
        .map((file) => program.getSyntacticDiagnostics(file)),
      ...files.map((file) => program.getSemanticDiagnostics(file)),
    ]);
    return diagnostics.flat();
  }

  /** Ends the compiler. */
  async close(): Promise<void> {
    await this.#api.close().catch(() => {}); // Ctrl-C in a terminal has reached the compiler as well
  }
}

/** An error as `tsc` prints it. */
function lineOf({ fileName, pos, code, text, messageChain = [] }: Diagnostic): string {
  const lines = fileName === undefined ? [] : readFileSync(fileName, "utf8").slice(0, pos).split("\n");
  const place =
    fileName && `${relative(root, fileName)}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1} - `;
  const reasons = messageChain.map((reason) => `\n  ${reason.text}`);
  return `${place ?? ""}error TS${code}: ${text}${reasons.join("")}`;
}

/** The project that compiles a file, if any. Generated files have a faster one, except the features, which import others. */
function projectsOf(file: string): string[] {
  const part = /(?<!features)\.gen\.ts$/.test(file) ? "generated" : "build";
  const [folder] = /^packages\/\w+/.exec(relative(root, file)) ?? [];
  const project = `${root}${folder}/tsconfig.${part}.json`;
  return existsSync(project) ? [project] : [];
}

/** Compiles a project without errors. Returns the errors of one that has some. */
const compile = (project: string): Promise<string[]> =>
  promisify(execFile)(compilerPath(), ["-p", project, "--noEmitOnError"], { cwd: root }).then(
    () => [],
    ({ stdout, message }: { stdout?: string; message: string }) => [stdout || message],
  );

/** The changed ones of `files`, then those that import one of them, directly or through others. */
function withImporters(changed: Set<string>, files: readonly string[]): string[] {
  const imports = files.flatMap((file) => importsOf(file).map((target) => ({ target, file })));
  const importers = Map.groupBy(imports, ({ target }) => target);
  const found = new Set(changed);
  for (const file of found) {
    const [, name] = /^(?:packages|tooling)\/(\w+)/.exec(relative(root, file)) ?? [];
    for (const target of [file, `@qoder/work-${name}`])
      for (const importer of importers.get(target) ?? []) found.add(importer.file);
  }
  return [...found].filter((file) => files.includes(file));
}

/** The files and packages of the repository that a file imports. */
function importsOf(file: string): string[] {
  const imports = /(?:^(?:import|export|\}).* from |^import |\bimport\()"(\.[^"]+|@qoder\/[\w-]+)/gm;
  const names = readFileSync(file, "utf8").matchAll(imports);
  return [...names].map(([, name = ""]) => (name.startsWith(".") ? resolve(dirname(file), name) : name));
}
