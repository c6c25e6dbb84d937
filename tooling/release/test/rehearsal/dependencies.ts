import { readFile, realpath } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname } from "node:path";
import { buffer } from "node:stream/consumers";
import { createGzip } from "node:zlib";
import { pack } from "tar-fs";
import { published, root } from "../published.ts";

/** The part of a `package.json` that a registry tells of a package. */
export interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
  hasInstallScript?: boolean;
}

/** What our packages bring along, in the versions that are installed here. */
export async function dependencies() {
  const found = new Map<string, Manifest>();
  const visit = async (file: string): Promise<void> => {
    if (found.has(file)) return;
    const manifest: Manifest = JSON.parse(await readFile(file, "utf8"));
    found.set(file, manifest);
    for (const name of Object.keys(manifest.dependencies ?? {}))
      await visit(await realpath(findPackageJSON(name, file) ?? name));
  };
  const own = published.map(({ folder }) => `${root}${folder}/package.json`);
  for (const file of own) await visit(file);
  const others = [...found].filter(([file]) => !own.includes(file));
  return Promise.all(
    others.map(async ([file, manifest]) => ({ manifest, tarball: await packed(dirname(file)) })),
  );
}

function packed(folder: string): Promise<Buffer> {
  const tar = pack(folder, {
    ignore: (name) => name.startsWith(`${folder}/node_modules`),
    map: (header) => ({ ...header, name: `package/${header.name}` }),
  });
  return buffer(tar.pipe(createGzip({ level: 0 })));
}
