import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A package that is published. */
export interface Package {
  /** From the root, such as `packages/client`. */
  folder: string;
  name: string;
  version: string;
  exports: string | Record<string, string | { types: string }>;
  bin?: Record<string, string>;
}

export const published: Package[] = globSync("packages/*/package.json", { cwd: root })
  .map((file) => ({ folder: dirname(file), ...JSON.parse(readFileSync(root + file, "utf8")) }))
  .filter((manifest) => !manifest.private)
  .toSorted((a, b) => a.name.localeCompare(b.name));
