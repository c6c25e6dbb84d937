import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import semver from "semver";

const run = promisify(execFile);

/** What git prints, without the line's end. */
async function git(root: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run("git", args, { cwd: root, env: { ...process.env, ...env } });
  return stdout.trim();
}

/**
 * The tag of the newest release of a package that the checked out commit contains, as Changesets names it; nothing if
 * the package was never released.
 *
 * @throws {Error} if the clone cannot tell: it is shallow or has no tags, although there were releases
 */
export async function lastRelease(
  root: string,
  { name, version, releases }: { name: string; version: string; releases: number },
): Promise<{ tag: string; version: string } | undefined> {
  const isReleased = version !== "0.0.0";
  const shallow = await git(root, ["rev-parse", "--is-shallow-repository"]).catch(() => "no clone");
  if (shallow === "no clone") {
    if (!isReleased) return undefined;
    throw new Error("This folder is no git clone, so the last release is unknown. Give a spec with --base.");
  }
  const tags = await git(root, ["tag", "--list", `${name}@*`, "--merged", "HEAD"]);
  const versions = tags.split("\n").map((tag) => tag.slice(name.length + 1));
  const newest = versions.filter((one) => semver.valid(one)).toSorted(semver.rcompare)[0];
  if (newest) return { tag: `${name}@${newest}`, version: newest };
  // Or the first version has been written, and not been published yet.
  if (!isReleased || (releases < 2 && shallow === "false")) return undefined;
  throw new Error(
    `${name} is at ${version}, and this clone has no tag ${name}@… of a release. Run \`git fetch --tags${shallow === "true" ? " --unshallow" : ""}\`, or give a base with --base.`,
  );
}

/**
 * The folder `spec/` of a git revision, in a temporary folder. Declare it with `await using`.
 *
 * @throws {Error} if there is no such revision, or no `spec/` in it
 */
export async function specAt(root: string, revision: string) {
  const commit = await git(root, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]).catch(() => {
    throw new Error(
      `--base must be a folder or file with a spec, or a git revision of this clone; received "${revision}". A shallow clone has few: see \`git fetch --unshallow --tags\`.`,
    );
  });
  const folder = await mkdtemp(join(tmpdir(), "base-"));
  const remove = () => rm(folder, { recursive: true });
  try {
    // With an index of its own, so that the clone's stays as it is.
    const env = { GIT_INDEX_FILE: join(folder, ".index") };
    await git(root, ["read-tree", `${commit}:spec`], env);
    await git(root, ["checkout-index", "--all", `--prefix=${folder}/`], env);
  } catch (error) {
    await remove();
    throw new Error(`${revision} has no spec/ that git can read: ${(error as Error).message}`);
  }
  return { file: join(folder, "openapi.yaml"), [Symbol.asyncDispose]: remove };
}
