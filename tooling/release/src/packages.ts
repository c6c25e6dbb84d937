import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readConfig } from "@changesets/config";
import getReleasePlan from "@changesets/get-release-plan";
import semver from "semver";
import type { Bump } from "./policy.ts";

/** A published package that moves with the client. */
export interface Package {
  name: string;
  folder: string;
  version: string;
  /** The version that the changesets lead to. */
  planned: string;
}

/**
 * The client, and the packages in its `fixed` group of .changeset/config.json, the client first.
 *
 * @throws {Error} if the configuration or a changeset is wrong
 */
export async function packagesOf(root: string): Promise<[Package, ...Package[]]> {
  const client = await manifestOf(join(root, "packages/client"));
  const [{ config, errors }, plan] = await Promise.all([readConfig(root), getReleasePlan(root)]).catch(
    (error) => {
      throw new Error(`.changeset/ cannot be read: ${error.message}`);
    },
  );
  if (!config) throw new Error(`.changeset/config.json is wrong: ${errors.join(" ")}`);
  const group = config.fixed.find((names) => names.includes(client.name)) ?? [];
  const files: string[] = [];
  for await (const file of glob("packages/*/package.json", { cwd: root })) files.push(file);
  const manifests = await Promise.all(files.toSorted().map((file) => manifestOf(join(root, dirname(file)))));
  const withPlan = (one: typeof client): Package => ({
    ...one,
    planned: plan.releases.find(({ name }) => name === one.name)?.newVersion ?? one.version,
  });
  const others = manifests.filter(({ name }) => name !== client.name && group.includes(name));
  return [withPlan(client), ...others.map(withPlan)];
}

async function manifestOf(folder: string) {
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return { name: name as string, version: version as string, folder };
}

/** The part of the version to raise: while it is 0.x, `^0.1.2` ends before 0.2.0, so `minor` is enough to break. */
export const bumpFor = (bump: Bump, released: string): Bump =>
  bump === "major" && semver.major(released) === 0 ? "minor" : bump;

/** The lowest version that may carry a change since a released version. */
export function lowestFor(bump: Bump, released: string): string {
  const part = bumpFor(bump, released);
  return part === "none" ? released : (semver.inc(released, part) ?? released);
}

/** Whether a version, or the one that it is a prerelease of, is high enough. */
export const reaches = (planned: string, lowest: string) =>
  semver.gte(semver.coerce(planned) ?? planned, lowest);
