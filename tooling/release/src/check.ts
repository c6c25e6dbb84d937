import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Api, readApi } from "@qoder/work-codegen";
import semver from "semver";
import { type Bump, bumps, type Change, compare } from "./compare.ts";
import { apiAt, lastRelease } from "./git.ts";
import { type Package, packagesOf } from "./packages.ts";

/** What has changed since the last release or another base, and whether the changesets say so. */
export interface Report {
  /** For people, such as "tag @qoder/work-client@1.2.0"; without version before the first release. */
  base: { name: string; version?: string };
  /** The names of the operations. */
  operations: string[];
  changes: Change[];
  /** What must be raised. */
  bump: Bump;
  /** The lowest version that may carry the changes. */
  lowest: string;
  /** The client comes first. */
  packages: [Package, ...Package[]];
  /** What does not agree, in sentences. */
  problems: string[];
  /** The changeset that is missing. */
  changeset?: { file: string; text: string };
  /** Whether the changesets raise more than the changes of the API need. */
  isHigh: boolean;
}

/**
 * Compares the spec in the working tree with a base: the last release, unless another is given.
 *
 * @param given File, folder with an openapi.yaml, or git revision.
 * @throws {Error} if there is nothing to compare with, or if the spec or the changesets cannot be read
 */
export async function check(root: string, given?: string): Promise<Report> {
  const packages = await packagesOf(root);
  const [client] = packages;
  const after = await readApi(join(root, "spec/openapi.yaml"), { rules: "openapi" });
  const changelog = await readFile(join(client.folder, "CHANGELOG.md"), "utf8").catch(() => "");
  const releases = changelog.match(/^## \d/gm)?.length ?? 0;
  const tag =
    given === undefined ? await lastRelease(root, client.name, client.version, releases) : undefined;
  const name = given ?? tag;
  const before = name === undefined ? undefined : await apiAt(root, name);
  const version = before?.info.version;
  if (version && !semver.valid(version))
    throw new Error(`info.version of ${name} must be a version; it is "${version}".`);
  const changes = before ? compare(before, after) : [];
  const base = {
    name: tag ? `tag ${tag}` : (name ?? "no release yet: everything is new"),
    ...(version && { version }),
  };
  const worst = before ? (changes[0]?.bump ?? "none") : "minor";
  const released = version ?? "0.0.0";
  const lowest = lowestFor(worst, released);
  const isWritten = semver.gt(client.version, released) && reaches(client.version, lowest);
  const isLow = ({ raised, version }: Package) => rank(raised) < rank(bumpFor(worst, version));
  return {
    base,
    operations: after.operations.map(({ id }) => id),
    changes,
    bump: bumpFor(worst, released),
    lowest,
    packages,
    problems: disagreements(after, packages, base),
    ...(!isWritten &&
      packages.some(isLow) && { changeset: await changesetFor(root, packages, worst, released) }),
    isHigh: rank(client.raised) > rank(bumpFor(worst, client.version)),
  };
}

const rank = (bump: Bump) => bumps.indexOf(bump);

/** What a change raises: while the version is 0.x, `^0.1.2` ends before 0.2.0, so `minor` is enough to break. */
export const bumpFor = (bump: Bump, released: string): Bump =>
  bump === "major" && semver.major(released) === 0 ? "minor" : bump;

/** The lowest version that may carry a change since a released version. */
export function lowestFor(bump: Bump, released: string): string {
  const part = bumpFor(bump, released);
  if (part === "none") return released;
  const next = semver.inc(released, part) as string;
  // A prerelease is followed by one of the same version.
  return semver.prerelease(released) && reaches(released, next)
    ? (semver.inc(released, "prerelease") as string)
    : next;
}

/** Whether a version, or the one that it is a prerelease of, is high enough. */
export const reaches = (version: string, lowest: string) =>
  semver.gte(semver.coerce(version) ?? version, semver.coerce(lowest) ?? lowest);

/** The one rule of versions: the packages say it, and the spec and the tags have the same. */
export function disagreements(
  { info }: Api,
  packages: Package[],
  { name, version }: Report["base"],
): string[] {
  const [client] = packages as [Package];
  const all = [{ name: "info.version of the spec", version: info.version, isFixed: true }, ...packages];
  const isTag = name.startsWith("tag ");
  return [
    ...all
      .filter((one) => one.isFixed && one.version !== client.version)
      .map((one) => `${one.name} is ${one.version}, and ${client.name} is ${client.version}.`),
    ...(isTag && !name.endsWith(`@${version}`) ? [`info.version of the spec at ${name} is ${version}.`] : []),
    ...(version && semver.gt(version, client.version)
      ? [`${name} is ${version}, which is newer than ${client.name} with ${client.version}.`]
      : []),
  ];
}

/** One file for all changes since a release: when it is written again, it keeps what people have written in it. */
async function changesetFor(root: string, packages: Package[], worst: Bump, released: string) {
  const file = `.changeset/spec-since-${released}.md`;
  const old = await readFile(join(root, file), "utf8").catch(() => "");
  const [, note = "\n\nFollow the API.\n"] = /^---\n[\s\S]*?\n---([\s\S]*)$/.exec(old) ?? [];
  const lines = packages.map(({ name, version }) => `${JSON.stringify(name)}: ${bumpFor(worst, version)}\n`);
  return { file, text: `---\n${lines.join("")}---${note}` };
}
