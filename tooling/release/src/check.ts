import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import semver from "semver";
import { type Change, compare } from "./compare.ts";
import { differences, proveEngine } from "./engine.ts";
import { lastRelease, specAt } from "./git.ts";
import { bumpFor, lowestFor, type Package, packagesOf, reaches } from "./packages.ts";
import { type Bump, bumps } from "./policy.ts";
import { readSpec, type Spec } from "./spec.ts";

/** What has changed since a base, and whether the changesets say so. */
export interface Report {
  base: Base;
  changes: Change[];
  /** The part of the version that must be raised. */
  bump: Bump;
  /** The lowest version that may carry the changes. */
  lowest: string;
  packages: { name: string; version: string; planned: string }[];
  /** What does not agree, in sentences. */
  problems: string[];
  /** The changeset that is missing. */
  changeset?: { file: string; text: string };
}

interface Base {
  /** For people, such as "tag @qoder/work-client@1.2.0". */
  name: string;
  /** Nothing before the first release. */
  version?: string;
}

/**
 * Compares the spec in the working tree with a base: the last release, unless another is given.
 *
 * @param given a folder or a file with a spec, or a git revision
 * @throws {Error} if there is nothing to compare with, or no comparison to believe
 */
export async function check(root: string, given?: string): Promise<Report> {
  const packages = await packagesOf(root);
  const [client] = packages;
  const spec = await readSpec(join(root, "spec/openapi.yaml"));
  const { base, changes } = await changesSince(root, client, spec, given);
  const released = base.version;
  const worst = changes[0]?.bump ?? "none";
  const bump = released ? bumpFor(worst, released) : "minor";
  const lowest = released ? lowestFor(worst, released) : "0.0.1";
  const problems = disagreements(spec, packages, base);
  // Other packages have versions of their own, which were raised together with that of the client.
  const isWritten = reaches(client.version, lowest);
  const low = packages.filter(({ planned, raised, version, isFixed }) => {
    if (isFixed || !released) return !reaches(planned, lowest);
    return !isWritten && bumps.indexOf(raised) < bumps.indexOf(bumpFor(worst, version));
  });
  return {
    base,
    changes,
    bump,
    lowest,
    packages: packages.map(({ name, version, planned }) => ({ name, version, planned })),
    problems,
    ...(low.length > 0 && { changeset: changesetFor(packages, released ? worst : "minor", spec) }),
  };
}

/** The changes of the API since the last release, or another base; before the first release there are none. */
export async function changesSince(
  root: string,
  client: Package,
  spec: Spec,
  given?: string,
): Promise<{ base: Base; changes: Change[] }> {
  if (given && existsSync(resolve(given))) {
    const file = (await stat(given)).isDirectory() ? join(given, "openapi.yaml") : given;
    return compareWith(await readBase(resolve(file), given), spec, given);
  }
  const changelog = await readFile(join(client.folder, "CHANGELOG.md"), "utf8").catch(() => "");
  const releases = changelog.match(/^## \d/gm)?.length ?? 0;
  const last = given === undefined ? await lastRelease(root, { ...client, releases }) : undefined;
  const revision = given ?? last?.tag;
  if (revision === undefined) return { base: { name: "no release yet: everything is new" }, changes: [] };
  await using folder = await specAt(root, revision);
  const base = await readBase(folder.file, revision);
  return await compareWith(base, spec, last ? `tag ${revision}` : revision);
}

async function compareWith(base: Spec, spec: Spec, name: string) {
  const version = versionOf(base);
  if (!semver.valid(version))
    throw new Error(`info.version of ${name} must be a version; it is "${version}".`);
  const changes = await compare(base, spec, async (...files) => {
    proof ??= proveEngine();
    const [found] = await Promise.all([differences(...files), proof]);
    return found;
  });
  return { base: { name, version }, changes };
}

/** Once for a process. */
let proof: Promise<void> | undefined;

async function readBase(file: string, name: string): Promise<Spec> {
  try {
    return await readSpec(file);
  } catch (error) {
    throw new Error(`The spec of the base ${name} cannot be read.\n${(error as Error).message}`);
  }
}

export const versionOf = ({ bundled }: Spec) => `${(bundled["info"] as { version?: unknown }).version}`;

/** The one rule of versions: the packages say it, and the spec and the tags have the same. */
export function disagreements(spec: Spec, packages: Package[], { name, version }: Base): string[] {
  const [client] = packages;
  const problems = [
    { name: "info.version of the spec", version: versionOf(spec), isFixed: true },
    ...packages,
  ]
    .filter((one) => one.isFixed && one.version !== client?.version)
    .map((one) => `${one.name} is ${one.version}, and ${client?.name} is ${client?.version}.`);
  if (version && name.startsWith("tag ") && !name.endsWith(`@${version}`)) {
    problems.push(`info.version of the spec at ${name} is ${version}.`);
  }
  if (version && client && semver.gt(version, client.version)) {
    problems.push(`${name} is ${version}, which is newer than ${client.name} with ${client.version}.`);
  }
  return problems;
}

function changesetFor(packages: Package[], worst: Bump, { json }: Spec) {
  const hash = createHash("sha256").update(json).digest("hex").slice(0, 8);
  const lines = packages.map(({ name, version }) => `${JSON.stringify(name)}: ${bumpFor(worst, version)}\n`);
  return {
    file: `.changeset/spec-${hash}.md`,
    text: `---\n${lines.join("")}---\n\nFollow the API.\n`,
  };
}
