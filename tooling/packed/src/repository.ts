import { globSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, relative } from "node:path";
import { type Place, run } from "./command.ts";
import { published, root } from "./pack.ts";

const author = ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@localhost"];

/** Copies what a release needs, and commits it. The packages stay as they were built. */
export async function copyRepository(place: Place): Promise<void> {
  const manifests = globSync("{.,spec,packages/*,tooling/*}/package.json", { cwd: root });
  const folders = Object.values(published).map((folder) => relative(root, folder));
  for (const path of [".changeset", "LICENSE", "pnpm-workspace.yaml", ...manifests, ...folders])
    await cp(`${root}/${path}`, `${place.cwd}/${path}`, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => ![".turbo", "test-output"].includes(basename(source)),
    });
  await run(place, "git", "init", "--quiet", "--initial-branch=main");
  await run(place, "git", "add", ".");
  await run(place, "git", ...author, "commit", "--quiet", "--message", "Copy");
}

/** Publishes every package whose version the registry does not have, and resolves to the version. */
export async function publish(place: Place): Promise<string> {
  await run(place, "changeset", "publish");
  const [folder = ""] = Object.values(published);
  const manifest = await readFile(`${place.cwd}/${relative(root, folder)}/package.json`, "utf8");
  return JSON.parse(manifest).version;
}

/** Versions what the change files ask for, and at least one patch of every package. */
export async function version(place: Place): Promise<void> {
  const bumps = Object.keys(published).map((name) => `"${name}": patch\n`);
  await writeFile(`${place.cwd}/.changeset/rehearsal.md`, `---\n${bumps.join("")}---\n\nRehearse.\n`);
  await run(place, "changeset", "version");
}
