import { execFile } from "node:child_process";
import { mkdtempDisposable, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Api, readApi } from "@qoder/work-codegen";
import semver from "semver";

export interface Package {
  name: string;
  version: string;
  folder: string;
}

/** The output of git, without the line's end. */
const git = async (cwd: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)("git", args, { cwd })).stdout.trim();

/**
 * The tag of the newest release of a package that the checked out commit contains, as Changesets names it; nothing if
 * the package was never released.
 *
 * @throws {Error} if the clone cannot tell: it is shallow or has no tags, although there were releases
 */
export async function lastRelease(root: string, client: Package): Promise<string | undefined> {
  const { name, version, folder } = client;
  const tags = await git(root, "tag", "--list", `${name}@*`, "--merged", "HEAD").catch(() => undefined);
  const versions = tags?.split("\n").map((tag) => tag.slice(name.length + 1));
  const [newest] = versions?.filter((one) => semver.valid(one)).toSorted(semver.rcompare) ?? [];
  if (newest) return `${name}@${newest}`;
  if (version === "0.0.0") return undefined;
  if (tags === undefined)
    throw new Error("This folder is no git clone, so the last release is unknown. Give a spec with --base.");
  const isShallow = (await git(root, "rev-parse", "--is-shallow-repository")) === "true";
  const changelog = await readFile(join(folder, "CHANGELOG.md"), "utf8").catch(() => "");
  // Or the first version has been written, and not been published yet.
  if (!isShallow && (changelog.match(/^## \d/gm) ?? []).length < 2) return undefined;
  throw new Error(
    `${name} is at ${version}, and this clone has no tag ${name}@… of a release. Run \`git fetch --tags${isShallow ? " --unshallow" : ""}\`, or give a base with --base.`,
  );
}

/**
 * Reads a document: a file, `openapi.yaml` of a folder, or `spec/openapi.yaml` of a git revision.
 *
 * @throws {Error} if there is none, or if it cannot be read
 */
export async function apiAt(root: string, name: string): Promise<Api> {
  const found = name ? await stat(resolve(name)).catch(() => undefined) : undefined;
  if (found) return read(resolve(name, found.isDirectory() ? "openapi.yaml" : ""), name);
  await using folder = await mkdtempDisposable(join(tmpdir(), "base-"));
  await git(root, `--work-tree=${folder.path}`, "restore", `--source=${name}`, "--", "spec").catch(() => {
    throw new Error(
      `Expected a file, a folder with an openapi.yaml, or a git revision with one in spec/; received "${name}". A shallow clone has few revisions: see \`git fetch --unshallow --tags\`.`,
    );
  });
  return await read(join(folder.path, "spec/openapi.yaml"), name);
}

const read = (file: string, name: string) =>
  readApi(file, { rules: "openapi" }).catch((error) => {
    throw new Error(`The spec ${name} cannot be read.\n${error.message}`);
  });
