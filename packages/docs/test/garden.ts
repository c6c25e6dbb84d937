import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Operation, readApi } from "@qoder/work-codegen";
import { writeSite } from "../src/write-site.ts";

const file = fileURLToPath(import.meta.resolve("@qoder/work-codegen/test/garden.yaml"));

/** The API with every construct, which has nothing in common with ours. */
export const garden = await readApi(file, { rules: "openapi" });

export function operationOf(id: string): Operation {
  const operation = garden.operations.find((one) => one.id === id);
  if (!operation) throw new Error(`The garden has no ${id}.`);
  return operation;
}

/** Writes the site of the garden into a folder of its own, with those of our guides that name no operation. */
export async function writeGarden(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "garden-"));
  const guides = join(folder, "guides");
  await cp(new URL("../guides", import.meta.url), guides, { recursive: true });
  const [{ id = "" } = {}] = garden.operations;
  for (const name of await readdir(guides)) {
    const text = await readFile(join(guides, name), "utf8");
    const general = text.replaceAll(/^\{\{.* getWorkItem.*\}\}$/gm, "");
    // Our errors have types of which each is a section.
    const linked = general
      .replaceAll("getWorkItem.html", `${id}.html`)
      .replaceAll(/errors\.html#\w+_error/g, "errors.html");
    await writeFile(join(guides, name), linked);
  }
  await writeSite(garden, join(folder, "dist"), pathToFileURL(`${guides}/`));
  return join(folder, "dist");
}
