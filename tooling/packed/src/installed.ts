import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname } from "node:path";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { createGzip } from "node:zlib";
import { pack } from "tar-fs";
import { published } from "./pack.ts";

/** The parts of a `package.json` that say what is installed with a package. */
interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** Publishes to a registry what our packages bring along, in the versions that are installed here. */
export async function publishInstalled(registry: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  // One after the other, because the registry adds a version to those that it has of a package.
  for (const [folder, manifest] of await installed()) {
    const { name, version } = manifest;
    const tarball = await buffer(
      pack(folder, {
        ignore: (file) => file === `${folder}/node_modules`,
        map: (header) => ({ ...header, name: `package/${header.name}` }),
      }).pipe(createGzip({ level: 1 })),
    );
    const file = `${name}-${version}.tgz`;
    const dist = {
      tarball: `${registry}${name}/-/${file}`,
      integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
    };
    const body = JSON.stringify({
      _id: name,
      name,
      "dist-tags": { latest: version },
      versions: { [version]: { ...manifest, dist } },
      _attachments: { [file]: { data: tarball.toString("base64"), length: tarball.length } },
    });
    const response = await fetch(registry + encodeURIComponent(name), { method: "PUT", headers, body });
    if (!response.ok)
      throw new Error(`The registry refuses ${name}@${version}: ${response.status} ${await response.text()}`);
  }
}

/** What our packages depend on, and what that depends on, by its folder. */
async function installed(): Promise<Map<string, Manifest>> {
  const found = new Map<string, Manifest>();
  const visit = async (folder: string): Promise<void> => {
    if (found.has(folder)) return;
    const manifest: Manifest = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    found.set(folder, manifest);
    const { dependencies, peerDependencies, peerDependenciesMeta = {} } = manifest;
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta[name]?.optional);
    for (const name of [...Object.keys(dependencies ?? {}), ...peers]) {
      const file = findPackageJSON(name, pathToFileURL(`${folder}/package.json`));
      await visit(await realpath(dirname(file ?? "")));
    }
  };
  for (const folder of Object.values(published)) await visit(await realpath(folder));
  for (const folder of Object.values(published)) found.delete(await realpath(folder));
  return found;
}
