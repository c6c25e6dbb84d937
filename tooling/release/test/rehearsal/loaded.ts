import { existsSync, globSync, realpathSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { pack } from "tar-fs";
import { root } from "../published.ts";
import { run } from "../run.ts";

/** The part of a `package.json` that a registry tells of a package. */
export interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/**
 * The dependencies of our packages, in the versions that are installed here. Because thousands of files take time to
 * install, a package has only what the app loads of it, and depends only on packages of which the app loads something.
 */
export async function loadedPackages() {
  const files = await loadedFiles();
  const packages = Map.groupBy(files, (file) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? "");
  packages.delete("");
  return Promise.all([...packages].map(([folder, files]) => packed(folder, files)));

  async function packed(folder: string, files: string[]) {
    const manifest: Manifest = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const { name, version, dependencies, peerDependencies } = manifest;
    // pnpm puts them beside it.
    const beside = folder.slice(0, -name.length);
    const needed = Object.entries({ ...peerDependencies, ...dependencies }).filter(
      ([name]) => existsSync(beside + name) && packages.has(realpathSync(beside + name)),
    );
    const manifests = globSync("**/package.json", { cwd: folder, exclude: ["node_modules"] });
    const entries = new Set([...manifests, ...files.map((file) => file.slice(folder.length + 1))]);
    const tar = pack(folder, {
      entries: [...entries],
      map: (header) => ({ ...header, name: `package/${header.name}` }),
    });
    const tarball = await buffer(tar.pipe(createGzip({ level: 0 })));
    return { manifest: { name, version, dependencies: Object.fromEntries(needed) }, tarball };
  }
}

/** The files that Node loads while the app runs here, and those that TypeScript reads. */
async function loadedFiles(): Promise<string[]> {
  const folder = await mkdtemp(`${tmpdir()}/loaded-`);
  const place = { cwd: `${root}tooling/release`, env: process.env as Record<string, string> };
  const traced = {
    LOADED: `${folder}/urls`,
    NODE_OPTIONS: `--import=${fileURLToPath(new URL("trace.js", import.meta.url))}`,
  };
  const app = "test/rehearsal/app";
  const options = ["--listFilesOnly", "--noLib", "--module", "nodenext", "--ignoreConfig"];
  const [listed] = await Promise.all([
    run(place, "tsc", ...options, `${app}/app.ts`),
    run({ ...place, env: { ...place.env, ...traced } }, "node", `${app}/main.js`),
  ]);
  const urls = (await readFile(traced.LOADED, "utf8")).split("\n").filter((url) => url.startsWith("file:"));
  await rm(folder, { recursive: true });
  return [...urls.map((url) => fileURLToPath(url)), ...listed.split("\n")];
}
