import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readConfig } from "@changesets/config";
import getReleasePlan from "@changesets/get-release-plan";
import type { Bump } from "./compare.ts";

/** A published package that must tell of a change of the API. */
export interface Package {
  name: string;
  folder: string;
  version: string;
  /** The version that the changesets lead to, and what those raise that were not released yet. */
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
  const [{ config, errors }, plan] = await Promise.all([readConfig(root), getReleasePlan(root)]).catch(
    (error) => {
      throw new Error(`.changeset/ cannot be read: ${error.message}`);
    },
  );
  if (!config) throw new Error(`.changeset/config.json is wrong: ${errors.join(" ")}`);
  const client = await manifestOf(join(root, "packages/client"));
  const group = config.fixed.find((names) => names.includes(client.name)) ?? [client.name];
  const files: string[] = [];
  for await (const file of glob("{packages,tooling}/*/package.json", { cwd: root })) files.push(file);
  const others = await Promise.all(files.toSorted().map((file) => manifestOf(join(root, dirname(file)))));
  const fixed = others.filter(({ name }) => name !== client.name && group.includes(name));
  const published = others.filter(({ name, isPrivate }) => !isPrivate && !group.includes(name));
  const withPlan = ({ name, folder, version }: Manifest): Package => {
    const { newVersion = version, type = "none" } = plan.releases.find((one) => one.name === name) ?? {};
    return { name, folder, version, planned: newVersion, raised: type, isFixed: group.includes(name) };
  };
  return [withPlan(client), ...[...fixed, ...dependentsOf(group, published)].map(withPlan)];
}

/** What depends on one of the packages, also by way of another. */
function dependentsOf(names: readonly string[], manifests: Manifest[]): Manifest[] {
  const found = manifests.filter(({ dependencies }) => dependencies.some((name) => names.includes(name)));
  const rest = manifests.filter((one) => !found.includes(one));
  return found.length === 0
    ? []
    : [
        ...found,
        ...dependentsOf(
          found.map(({ name }) => name),
          rest,
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
