import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { createClient } from "@qoder/work-client";
import type { Api } from "@qoder/work-codegen";
import { emitOperations } from "@qoder/work-codegen/emit/client.ts";

const source = fileURLToPath(new URL("../../client/", import.meta.url));

/** The `createClient` that `pnpm generate` makes of an API. */
export async function madeClient(api: Api): Promise<typeof createClient> {
  const folder = await mkdtemp(join(tmpdir(), "client-"));
  try {
    await cp(join(source, "src"), join(folder, "src"), { recursive: true });
    await symlink(join(source, "node_modules"), join(folder, "node_modules"));
    // The types and the validators are not needed to call it.
    await writeFile(join(folder, "src/generated/operations.gen.ts"), emitOperations(api));
    const made = await import(/* @vite-ignore */ join(folder, "src/index.ts"));
    return made.createClient;
  } finally {
    await rm(folder, { recursive: true });
  }
}
