import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Operation, readApi } from "@qoder/work-codegen";
import { siteOf, writeSite } from "../src/write-site.ts";

const file = fileURLToPath(import.meta.resolve("@qoder/work-codegen/test/garden.yaml"));

/** The API with every construct, which has nothing in common with ours. */
export const garden = await readApi(file, { rules: "openapi" });

export function operationOf(id: string): Operation {
  const operation = garden.operations.find((one) => one.id === id);
  if (!operation) throw new Error(`The garden has no ${id}.`);
  return operation;
}

let site: Promise<string> | undefined;

/** The folder of the garden's site, which is written once for all files of tests. */
export function gardenSite(): Promise<string> {
  site ??= writeGarden(fileURLToPath(new URL("../test-output/garden", import.meta.url)));
  return site;
}

/** Writes it with our guides, without what names our operations, objects or our errors. */
async function writeGarden(folder: string): Promise<string> {
  const guides = join(folder, "guides");
  await cp(new URL("../guides", import.meta.url), guides, { recursive: true });
  const [{ id = "" } = {}] = garden.operations;
  for (const name of await readdir(guides)) {
    const text = await readFile(join(guides, name), "utf8");
    const general = text
      .replaceAll(/^\{\{.* [a-z]+[A-Z].*\}\}$/gm, "")
      .replaceAll(/[a-z]+[A-Z]\w+\.html/g, `${id}.html`)
      .replaceAll(/#[\w-]+-object/g, "#response")
      .replaceAll(/errors\.html#\w+_error/g, "errors.html");
    await writeFile(join(guides, name), general);
  }
  await writeSite(siteOf(garden, pathToFileURL(`${guides}/`)), join(folder, "dist"));
  return join(folder, "dist");
}
