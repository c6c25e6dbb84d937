import { execFile } from "node:child_process";
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { run as release } from "../src/commands.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const published = ["client", "mock", "cli"];

/** For each version, one that the others are copies of: to make one takes a second. */
const models = new Map<string, Promise<string>>();

export async function removeModels(): Promise<void> {
  for (const folder of models.values()) await rm(await folder, { recursive: true });
  models.clear();
}

/**
 * A repository like this one, at a version that was released and tagged, for tests that change it, commit and release.
 * Declare it with `await using`.
 *
 * @param version of the packages and the spec; with `0.0.0` there is no tag
 */
export async function sampleRepository(version: string) {
  const model = models.get(version) ?? makeModel(version);
  models.set(version, model);
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  await run("cp", ["-R", `${await model}/.`, folder]);
  return repositoryIn(folder);
}

async function makeModel(version: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  const path = (file: string) => join(folder, file);
  const manifests = glob(["package.json", "spec/package.json", "{packages,tooling}/*/package.json"], {
    cwd: root,
  });
  const copied = [".changeset/config.json", "pnpm-workspace.yaml", "tooling/release/src"];
  for await (const file of manifests) copied.push(file);
  for (const file of copied) await cp(join(root, file), path(file), { recursive: true });
  const filter = (from: string) => !from.includes("node_modules");
  await cp(join(root, "spec"), path("spec"), { recursive: true, filter });
  await symlink(join(root, "tooling/release/node_modules"), path("tooling/release/node_modules"));
  await writeFile(path(".gitignore"), "node_modules\n");
  const repository = repositoryIn(folder);
  const files = [...published.map((name) => `packages/${name}/package.json`), "spec/openapi.yaml"];
  for (const file of files) {
    const text = await repository.read(file);
    await repository.write(file, text.replace(/( version|"version"): ("?)[\d.]+/, `$1: $2${version}`));
  }
  await repository.git("init", "--quiet", "--initial-branch=main", "--template=");
  await repository.commit(version === "0.0.0" ? undefined : `@qoder/work-client@${version}`);
  // Few files, to copy them fast.
  await repository.git("gc", "--quiet", "--prune=now");
  return folder;
}

function repositoryIn(folder: string) {
  const path = (file: string) => join(folder, file);
  const repository = {
    folder,
    /** What a command prints, and how it ends. */
    async run(command: string, ...args: string[]) {
      const env = {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "A",
        GIT_AUTHOR_EMAIL: "a@example.org",
        GIT_COMMITTER_NAME: "A",
        GIT_COMMITTER_EMAIL: "a@example.org",
      };
      return run(command, args, { cwd: folder, env }).then(
        (done) => ({ ...done, code: 0 }),
        ({ code, stdout, stderr }) =>
          ({ code, stdout, stderr }) as { code: number; stdout: string; stderr: string },
      );
    },
    git: (...args: string[]) => repository.run("git", ...args),
    /** What `pnpm release:…` does, without the start of a process. */
    async release(...args: string[]) {
      const said = { stdout: "", stderr: "" };
      const line = (to: keyof typeof said) => (text: string) => {
        said[to] += `${text}\n`;
      };
      const code = await release(args, { root: folder, print: line("stdout"), tell: line("stderr") });
      return { ...said, code };
    },
    process: (...args: string[]) => repository.run(process.execPath, "tooling/release/src/main.ts", ...args),
    changesets: (...args: string[]) =>
      repository.run(process.execPath, join(root, "node_modules/@changesets/cli/bin.js"), ...args),
    read: (file: string) => readFile(path(file), "utf8"),
    async write(file: string, text: string) {
      await mkdir(dirname(path(file)), { recursive: true });
      await writeFile(path(file), text);
    },
    async edit(file: string, from: string | RegExp, to: string) {
      const text = await repository.read(file);
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`The edit of ${file} changes nothing.`);
      await repository.write(file, edited);
    },
    remove: (file: string) => rm(path(file)),
    async commit(tag?: string) {
      await repository.git("add", "--all");
      await repository.git("commit", "--quiet", "--message", "Change");
      if (tag) await repository.git("tag", tag);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
  return repository;
}
