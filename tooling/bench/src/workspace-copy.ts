import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { scaleSpec } from "./scaled-spec.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const needed = [
  "package.json",
  "pnpm-workspace.yaml",
  "packages",
  "tooling/codegen",
  "tooling/typescript",
  ".changeset",
  "LICENSE",
];

/** A copy of this repository whose spec has as many operations as asked for. Declare it with `await using`. */
export async function workspaceOf(operations: number, seed: number) {
  const folder = await mkdtemp(`${tmpdir()}/scale-`);
  const filter = (source: string) => ![".turbo", "test-output"].includes(basename(source));
  for (const path of needed)
    await cp(root + path, `${folder}/${path}`, { recursive: true, verbatimSymlinks: true, filter });
  await symlink(`${root}node_modules`, `${folder}/node_modules`);
  await scaleSpec(`${folder}/spec`, operations, seed);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
