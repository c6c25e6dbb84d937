import { cp, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { createClient } from "@qoder/work-client";
import { type Api, filesOf } from "@qoder/work-codegen";

const source = fileURLToPath(new URL("../../client/", import.meta.url));

/** The `createClient` that `pnpm generate` makes of an API. */
export async function madeClient(api: Api): Promise<typeof createClient> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "client-"));
  const path = (name: string) => join(folder.path, name);
  await cp(join(source, "src"), path("src"), { recursive: true });
  await symlink(join(source, "node_modules"), path("node_modules"));
  for (const [file, text] of Object.entries(await filesOf(api)))
    await writeFile(path(`src/generated/${basename(file)}`), text);
  const made = await import(/* @vite-ignore */ path("src/index.ts"));
  return made.createClient;
}
