import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { createClient } from "@qoder/work-client";
import { type Api, filesOf } from "@qoder/work-codegen";

const source = fileURLToPath(new URL("../../client/", import.meta.url));

/** The `createClient` that `pnpm generate` makes of an API. */
export async function madeClient(api: Api): Promise<typeof createClient> {
  const folder = await mkdtemp(join(tmpdir(), "client-"));
  try {
    await cp(join(source, "src"), join(folder, "src"), { recursive: true });
    await symlink(join(source, "node_modules"), join(folder, "node_modules"));
    for (const [file, text] of Object.entries(await filesOf(api)))
      await writeFile(join(folder, "src/generated", basename(file)), text);
    const made = await import(/* @vite-ignore */ join(folder, "src/index.ts"));
    return made.createClient;
  } finally {
    await rm(folder, { recursive: true });
  }
}
