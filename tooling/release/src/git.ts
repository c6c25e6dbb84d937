import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Api, readApi } from "@qoder/work-codegen";
import semver from "semver";
import type { Package } from "./check.ts";

/** The output of git, without the line's end. */
async function git(root: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const options = { cwd: root, env: { ...process.env, ...env } };
  return (await promisify(execFile)("git", args, options)).stdout.trim();
}

/**
 * The tag of the newest release of a package that the checked out commit contains, as Changesets names it; nothing if
 * the package was never released.
 *
 * @throws {Error} if the clone cannot tell: it is shallow or has no tags, although there were releases
 */
export async function lastRelease(
  root: string,
  { name, version, folder }: Package,
): Promise<string | undefined> {
  const shallow = await git(root, ["rev-parse", "--is-shallow-repository"]).catch(() => undefined);
  const tags = shallow ? await git(root, ["tag", "--list", `${name}@*`, "--merged", "HEAD"]) : "";
  const versions = tags.split("\n").map((tag) => tag.slice(name.length + 1));
  const [newest] = versions.filter((one) => semver.valid(one)).toSorted(semver.rcompare);
  if (newest) return `${name}@${newest}`;
  const changelog = await readFile(join(folder, "CHANGELOG.md"), "utf8").catch(() => "");
  // Or the first version has been written, and not been published yet.
  const isFirst = shallow === "false" && (changelog.match(/^## \d/gm) ?? []).length < 2;
  if (version === "0.0.0" || isFirst) return undefined;
  const fetch = `git fetch --tags${shallow === "true" ? " --unshallow" : ""}`;
  throw new Error(
    shallow
      ? `${name} is at ${version}, and this clone has no tag ${name}@… of a release. Run \`${fetch}\`, or give a base with --base.`
      : "This folder is no git clone, so the last release is unknown. Give a spec with --base.",
  );
}

/**
 * Reads a document: a file, `openapi.yaml` of a folder, or `spec/openapi.yaml` of a git revision.
 *
 * @throws {Error} if there is none, or if it cannot be read
 */
export async function apiAt(root: string, name: string): Promise<Api> {
  const found = name ? await stat(resolve(name)).catch(() => undefined) : undefined;
  if (found) return read(found.isDirectory() ? resolve(name, "openapi.yaml") : resolve(name), name);
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const commit = await git(root, args).catch(() => {
    throw new Error(
      `--base must be a folder or file with a spec, or a git revision of this clone; received "${name}". A shallow clone has few: see \`git fetch --unshallow --tags\`.`,
    );
  });
  const folder = await mkdtemp(join(tmpdir(), "base-"));
  try {
    // With an index of its own, so that the clone's stays as it is.
    const env = { GIT_INDEX_FILE: join(folder, "index") };
    await git(root, ["read-tree", `${commit}:spec`], env);
    await git(root, ["checkout-index", "--all", `--prefix=${folder}/spec/`], env);
    return await read(join(folder, "spec/openapi.yaml"), name);
  } catch (error) {
    throw new Error(`${name} has no spec/ that can be read: ${(error as Error).message}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const read = (file: string, name: string) =>
  readApi(file, { rules: "openapi" }).catch((error) => {
    throw new Error(`The spec ${name} cannot be read.\n${error.message}`);
  });
