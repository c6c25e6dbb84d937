import { execFile } from "node:child_process";
import { cp, glob, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { run as release } from "../src/commands.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

/** One for each version, which one test after the other uses. */
const repositories = new Map<string, SampleRepository>();

/**
 * A repository like this one, at a version that was released and tagged, for a test that changes it, commits and
 * releases. It is as new for each test.
 *
 * @param version of the packages and the spec; with `0.0.0` there is no tag
 */
export async function sampleRepository(version: string): Promise<SampleRepository> {
  const repository = repositories.get(version) ?? (await SampleRepository.make(version));
  repositories.set(version, repository);
  await repository.reset();
  return repository;
}

export async function removeRepositories(): Promise<void> {
  for (const { folder } of repositories.values()) await rm(folder, { recursive: true });
  repositories.clear();
}

export class SampleRepository {
  readonly folder: string;
  readonly #tag: string | undefined;

  private constructor(folder: string, tag: string | undefined) {
    this.folder = folder;
    this.#tag = tag;
  }

  static async make(version: string): Promise<SampleRepository> {
    const folder = await mkdtemp(join(tmpdir(), "release-"));
    const tag = version === "0.0.0" ? undefined : `@qoder/work-client@${version}`;
    const repository = new SampleRepository(folder, tag);
    const manifests = glob(["package.json", "spec/package.json", "packages/*/package.json"], { cwd: root });
    const files = [".changeset/config.json", "pnpm-workspace.yaml", "spec"];
    for await (const file of manifests) files.push(file);
    const filter = (from: string) => !from.includes("node_modules");
    for (const file of files) await cp(join(root, file), join(folder, file), { recursive: true, filter });
    await repository.write(".gitignore", "node_modules\n");
    const versioned = ["client", "mock", "cli"].map((name) => `packages/${name}/package.json`);
    for (const file of [...versioned, "spec/openapi.yaml"]) {
      const text = await repository.read(file);
      await repository.write(file, text.replace(/( version|"version"): ("?)[\d.]+/, `$1: $2${version}`));
    }
    await repository.git("init", "--quiet", "--initial-branch=main", "--template=");
    await repository.commit();
    await repository.git("update-ref", "refs/sample", "HEAD");
    return repository;
  }

  async reset(): Promise<void> {
    await rename(this.#path("git"), this.#path(".git")).catch(() => {});
    await this.git("checkout", "--quiet", "--force", "-B", "main", "refs/sample");
    await this.git("clean", "--quiet", "--force", "-d", "-x");
    const tags = (await this.git("tag")).stdout.split("\n").filter(Boolean);
    if (tags.length > 0) await this.git("tag", "--delete", ...tags);
    if (this.#tag) await this.git("tag", this.#tag);
  }

  #path = (file: string) => join(this.folder, file);

  git = (...args: string[]) => run("git", args, { cwd: this.folder, env });
  /** Makes it a folder that is no clone. */
  withoutGit = () => rename(this.#path(".git"), this.#path("git"));
  changesets = (...args: string[]) =>
    run(process.execPath, [join(root, "node_modules/@changesets/cli/bin.js"), ...args], {
      cwd: this.folder,
      env,
    });

  /** Does what `pnpm release:…` does, without the start of a process. */
  async release(...args: string[]) {
    const said = { stdout: "", stderr: "" };
    const line = (to: keyof typeof said) => (text: string) => {
      said[to] += `${text}\n`;
    };
    const code = await release(args, { root: this.folder, print: line("stdout"), tell: line("stderr") });
    return { ...said, code };
  }

  read = (file: string) => readFile(this.#path(file), "utf8");
  remove = (file: string) => rm(this.#path(file));

  async write(file: string, text: string): Promise<void> {
    await mkdir(dirname(this.#path(file)), { recursive: true });
    await writeFile(this.#path(file), text);
  }

  async edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const text = await this.read(file);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`The edit of ${file} changes nothing.`);
    await this.write(file, edited);
  }

  async commit(tag?: string): Promise<void> {
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", "Change");
    if (tag) await this.git("tag", tag);
  }
}
