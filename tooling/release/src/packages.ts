import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readConfig } from "@changesets/config";
import getReleasePlan from "@changesets/get-release-plan";
import semver from "semver";
import type { Bump } from "./policy.ts";

/** A published package that must tell of a change of the API. */
export interface Package {
  name: string;
  folder: string;
  version: string;
  /** The version that the changesets lead to, and the part of it that they raise. */
  planned: string;
  raised: Bump;
  /** Whether it has the version of the client. */
  isFixed: boolean;
}

/**
 * The client, the packages in its `fixed` group of .changeset/config.json, and what is published and depends on one of
 * them, in this order.
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
  const group = config.fixed.find((names) => names.includes(client.name)) ?? [client.name];
  const files: string[] = [];
  for await (const file of glob("{packages,tooling}/*/package.json", { cwd: root })) files.push(file);
  const manifests = await Promise.all(files.toSorted().map((file) => manifestOf(join(root, dirname(file)))));
  const withPlan = ({ name, folder, version }: Manifest): Package => {
    const release = plan.releases.find((one) => one.name === name);
    const isFixed = group.includes(name);
    return {
      name,
      folder,
      version,
      planned: release?.newVersion ?? version,
      raised: release?.type ?? "none",
      isFixed,
    };
  };
  const fixed = manifests.filter(({ name }) => name !== client.name && group.includes(name));
  const published = manifests.filter((one) => !one.isPrivate && !group.includes(one.name));
  return [withPlan(client), ...[...fixed, ...dependentsOf(group, published)].map(withPlan)];
}

/** What depends on one of the packages, also by way of another. */
function dependentsOf(names: readonly string[], manifests: Manifest[]): Manifest[] {
  const found = manifests.filter(({ dependencies }) => dependencies.some((name) => names.includes(name)));
  if (found.length === 0) return [];
  const others = manifests.filter((one) => !found.includes(one));
  return [
    ...found,
    ...dependentsOf(
      found.map(({ name }) => name),
      others,
    ),
  ];
}

type Manifest = Awaited<ReturnType<typeof manifestOf>>;

async function manifestOf(folder: string) {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return {
    name: manifest.name as string,
    version: manifest.version as string,
    isPrivate: manifest.private === true,
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    folder,
  };
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
