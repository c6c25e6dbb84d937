import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createPackageFromTarballData } from "@arethetypeswrong/core";

const run = promisify(execFile);
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What a registry would get: the texts of a tarball, by their paths in the package. */
export type Files = Record<string, string>;

/** The folders of all packages that are published, by name. */
export const published: Record<string, string> = Object.fromEntries(
  globSync("packages/*/package.json", { cwd: root }).flatMap((file) => {
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8"));
    return manifest.private ? [] : [[manifest.name, join(root, dirname(file))]];
  }),
);

/** Packs a built package in a temporary folder, as publishing it would. */
export async function pack(name: string): Promise<Files> {
  const out = await mkdtemp(join(tmpdir(), "packed-"));
  try {
    await run("pnpm", ["pack", "--out", `${out}/package.tgz`], { cwd: published[name] });
    const tarball = createPackageFromTarballData(await readFile(`${out}/package.tgz`));
    const prefix = `/node_modules/${name}/`;
    return Object.fromEntries(
      tarball.listFiles().map((file) => [file.slice(prefix.length), tarball.readFile(file)]),
    );
  } finally {
    await rm(out, { recursive: true });
  }
}
