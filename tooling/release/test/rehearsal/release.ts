import { cp, mkdir, readdir, rm, symlink } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { copyRepository } from "@qoder/work-codegen/test/repository.ts";
import { published, root } from "../published.ts";
import { type Place, run } from "../run.ts";
import type { Registry } from "./registry.ts";

/** Publishes a copy of this repository, then the version that follows, which has at least a patch of every package. */
export async function release({ publisher }: Registry) {
  await using copy = await copyRepository();
  const place = { cwd: copy.folder, env: publisher };
  // A folder of its own, because pnpm keeps its state there.
  await rm(`${copy.folder}/node_modules`);
  await mkdir(`${copy.folder}/node_modules`);
  for (const name of await readdir(`${root}node_modules`))
    if (!name.startsWith(".pnpm-"))
      await symlink(`${root}node_modules/${name}`, `${copy.folder}/node_modules/${name}`);
  copy.commit("spec");
  const publish = async (): Promise<string> => {
    await run(place, "changeset", "publish");
    return JSON.parse(await copy.read("packages/client/package.json")).version;
  };
  const old = await publish();
  const bumps = published.map(({ name }) => `"${name}": patch\n`);
  await copy.write(".changeset/rehearsal.md", `---\n${bumps.join("")}---\n\nRehearse.\n`);
  await run(place, "pnpm", "release:version");
  await run(place, "pnpm", ...published.map(({ name }) => `--filter=${name}`), "build");
  return { old, next: await publish() };
}

/** Makes a project that is empty but for programs. */
export async function createProject(cwd: string, { reader }: Registry): Promise<Place> {
  await cp(fileURLToPath(new URL("app", import.meta.url)), cwd, { recursive: true });
  return { cwd, env: reader };
}
