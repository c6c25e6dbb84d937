import { execFile } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { run as release } from "../src/commands.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "release-"));
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

/** A spec of one operation in a few files, as ours is one of many. */
const spec: Record<string, string> = {
  "openapi.yaml": `openapi: 3.1.1
info:
  title: Things
  version: 0.0.0
paths:
  /thing:
    $ref: paths/thing.yaml
`,
  "paths/thing.yaml": `get:
  operationId: getThing
  summary: Get a thing
  responses:
    "200":
      description: The thing.
      content:
        application/json:
          schema:
            $ref: ../components/schemas/Thing.yaml
    "403":
      description: Not yours.
`,
  "components/schemas/Thing.yaml": `type: object
properties:
  id:
    type: string
`,
};

/** One for each version, of which each test gets a copy. */
const templates = new Map<string, Promise<SampleRepository>>();
let copies = 0;

/**
 * A repository with the packages of this one, at a version that was released and tagged, for a test that changes it,
 * commits and releases.
 *
 * @param version of the packages and the spec; with `0.0.0` there is no tag
 */
export async function sampleRepository(version: string): Promise<SampleRepository> {
  const template = templates.get(version) ?? SampleRepository.make(version);
  templates.set(version, template);
  copies += 1;
  const copy = new SampleRepository(join(folder, `${copies}`));
  // Takes a twentieth of the time of `cp` from `node:fs/promises`.
  cpSync((await template).folder, copy.folder, { recursive: true });
  return copy;
}

export const removeRepositories = () => rmSync(folder, { recursive: true });

export class SampleRepository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  static async make(version: string): Promise<SampleRepository> {
    const repository = new SampleRepository(join(folder, version));
    const files = [".changeset/config.json", "pnpm-workspace.yaml", "package.json"];
    for await (const file of glob("packages/*/package.json", { cwd: root })) files.push(file);
    for (const file of files) await cp(join(root, file), repository.#path(file));
    for (const [file, text] of Object.entries(spec)) await repository.write(`spec/${file}`, text);
    const versioned = ["client", "mock", "cli"].map((name) => `packages/${name}/package.json`);
    for (const file of [...versioned, "spec/openapi.yaml"]) {
      const text = await repository.read(file);
      await repository.write(file, text.replace(/( version|"version"): ("?)[\d.]+/, `$1: $2${version}`));
    }
    await repository.git("init", "--quiet", "--initial-branch=main", "--template=");
    await repository.commit(version === "0.0.0" ? undefined : `@qoder/work-client@${version}`);
    return repository;
  }

  #path = (file: string) => join(this.folder, file);

  git = (...args: string[]) => run("git", args, { cwd: this.folder, env });
  /** Makes it a folder that is no clone. */
  withoutGit = () => rm(this.#path(".git"), { recursive: true });
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
    const code = await release(args, {
      root: this.folder,
      print: line("stdout"),
      tell: line("stderr"),
      generate: async () => 0,
    });
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
