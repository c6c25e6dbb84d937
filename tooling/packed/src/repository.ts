import { globSync } from "node:fs";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, relative } from "node:path";
import { type Place, run } from "./command.ts";
import { published, root } from "./pack.ts";

const folders = Object.values(published).map((folder) => relative(root, folder));
const author = ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@localhost"];
const ignored = [".turbo", ".vite", "test-output"];

/** Copies what a release needs, and commits it. The packages stay as they were built, and use what is installed. */
export async function copyRepository(place: Place): Promise<void> {
  const paths = globSync(
    [
      "{package.json,pnpm-*.yaml,redocly.yaml,LICENSE,.changeset,.gitignore,spec}",
      "tooling/{codegen,release,typescript}",
      "tooling/*/package.json",
    ],
    { cwd: root },
  );
  for (const path of [...paths, ...folders])
    await cp(`${root}/${path}`, `${place.cwd}/${path}`, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !ignored.includes(basename(source)),
    });
  // The folder itself is its own, because pnpm keeps a state of its own there.
  await mkdir(`${place.cwd}/node_modules`);
  for (const name of await readdir(`${root}/node_modules`))
    if (!name.startsWith(".pnpm-"))
      await symlink(`${root}/node_modules/${name}`, `${place.cwd}/node_modules/${name}`);
  await run(place, "git", "init", "--quiet", "--initial-branch=main");
  await run(place, "git", "add", ".");
  await run(place, "git", ...author, "commit", "--quiet", "--message", "Copy");
}

/** Publishes every package whose version the registry does not have, and resolves to the version. */
export async function publish(place: Place): Promise<string> {
  await run(place, "changeset", "publish");
  return JSON.parse(await readFile(`${place.cwd}/${folders[0]}/package.json`, "utf8")).version;
}

/** Versions what the change files ask for, and at least one patch of every package, and builds them again. */
export async function version(place: Place): Promise<void> {
  const bumps = Object.keys(published).map((name) => `"${name}": patch\n`);
  await writeFile(`${place.cwd}/.changeset/rehearsal.md`, `---\n${bumps.join("")}---\n\nRehearse.\n`);
  await run(place, "pnpm", "release:version");
  await run(place, "pnpm", ...folders.map((folder) => `--filter=./${folder}`), "build");
}
