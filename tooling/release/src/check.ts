import { readFile } from "node:fs/promises";
import { join } from "node:path";
import getReleasePlan from "@changesets/get-release-plan";
import { readApi } from "@qoder/work-codegen";
import semver from "semver";
import { type Change, compare } from "./compare.ts";
import { apiAt, lastRelease, type Package } from "./git.ts";
import { type Bump, bumps } from "./policy.ts";

/** The changes since the last release or another base, and whether the changesets are high enough for them. */
export interface Report {
  /** For people, such as "tag @qoder/work-client@1.2.0"; without version before the first release. */
  base: { name: string; version?: string };
  changes: Change[];
  /** The bump that the changes need, and the lowest version that may carry the changes. */
  bump: Bump;
  lowest: string;
  /** The bump of the changesets that are not released yet, and the version that they lead to. */
  raised: Bump;
  planned: string;
  /** The changeset that is missing. */
  changeset?: { file: string; text: string };
}

/**
 * Compares the spec in the working tree with a base: the last release, unless another is given.
 *
 * @param given File, folder with an openapi.yaml, or git revision.
 * @throws {Error} if there is nothing to compare with, or if the spec or the changesets cannot be read
 */
export async function check(root: string, given?: string): Promise<Report> {
  const client = await clientOf(root);
  const after = await readApi(join(root, "spec/openapi.yaml"), { rules: "openapi" });
  const tag = given === undefined ? await lastRelease(root, client) : undefined;
  const name = given ?? tag;
  const before = name === undefined ? undefined : await apiAt(root, name);
  const version = before?.info.version;
  if (version && !semver.valid(version))
    throw new Error(`info.version of ${name} must be a version; it is "${version}".`);
  const released = version ?? "0.0.0";
  const changes = before ? compare(before, after) : [];
  const bump = bumpFor(before ? (changes[0]?.bump ?? "none") : "minor", released);
  const lowest = lowestFor(bump, released);
  const plan = await getReleasePlan(root).catch((error) => {
    throw new Error(`.changeset/ cannot be read: ${error.message}`);
  });
  const release = plan.releases.find((one) => one.name === client.name);
  const raised = release?.type ?? "none";
  const isWritten = semver.gt(client.version, released) && reaches(client.version, lowest);
  const isLow = !isWritten && bumps.indexOf(raised) < bumps.indexOf(bump);
  const base = tag ? `tag ${tag}` : (name ?? "no release yet: everything is new");
  return {
    base: { name: base, ...(version && { version }) },
    changes,
    bump,
    lowest,
    raised,
    planned: release?.newVersion ?? client.version,
    ...(isLow && { changeset: await changesetFor(root, client.name, bump, released) }),
  };
}

/** The client. Changesets gives its version to the other packages of its group. */
export async function clientOf(root: string): Promise<Package> {
  const folder = join(root, "packages/client");
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return { name, version, folder };
}

/** The bump of a change: while the version is 0.x, `^0.1.2` ends before 0.2.0, so `minor` is enough to break. */
const bumpFor = (bump: Bump, released: string): Bump =>
  bump === "major" && semver.major(released) === 0 ? "minor" : bump;

/** The lowest version that may carry a change since a released version. */
export function lowestFor(bump: Bump, released: string): string {
  const part = bumpFor(bump, released);
  if (part === "none") return released;
  const next = semver.inc(released, part) as string;
  // A prerelease is followed by one of the same version.
  return reaches(released, next) ? (semver.inc(released, "prerelease") as string) : next;
}

/** Whether a version, or the one that it is a prerelease of, is high enough. */
const reaches = (version: string, lowest: string) =>
  semver.gte(semver.coerce(version) ?? version, semver.coerce(lowest) ?? lowest);

/** One file for all changes since a release: when it is written again, it keeps what people have written in it. */
async function changesetFor(root: string, name: string, bump: Bump, released: string) {
  const file = `.changeset/spec-since-${released}.md`;
  const old = await readFile(join(root, file), "utf8").catch(() => "");
  const [, note = "\n\nFollow the API.\n"] = /^---\n[\s\S]*?\n---([\s\S]*)$/.exec(old) ?? [];
  return { file, text: `---\n${JSON.stringify(name)}: ${bump}\n---${note}` };
}
