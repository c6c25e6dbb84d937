import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folders = ["packages/mock/src", "packages/docs/src", "tooling/codegen/src", "tooling/start/src"];
/** These are not modules of this process, or are read anew each time. */
const others = /\.test\.ts$|[\\/](generated|site)[\\/]/;

/** What this process has loaded, as it was then. */
const loaded = new Map(
  [
    "pnpm-lock.yaml",
    ...folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    ),
  ]
    .filter((file) => /\.(ts|yaml)$/.test(file) && !others.test(file))
    .map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

/** Which of the files this process has loaded with another text than they have now, from the root. */
export async function changedModules(files: string[]): Promise<string[]> {
  const known = files.map((file) => relative(root, file)).filter((file) => loaded.has(file));
  const texts = await Promise.all(known.map((file) => readFile(join(root, file), "utf8").catch(() => "")));
  return known.filter((file, at) => texts[at] !== loaded.get(file));
}
