import { cp, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { generatedOf, readApi } from "@qoder/work-codegen";

const document = fileURLToPath(import.meta.resolve("@qoder/work-codegen/test/garden.yaml"));

/**
 * Makes the client of another API, with every construct that the generator takes: our sources, its generated files.
 *
 * @param name The folder in `test-output/`, of its own for each suite that may run at the same time.
 */
export async function gardenClient(name = "garden") {
  const folder = fileURLToPath(new URL(`../test-output/${name}/`, import.meta.url));
  const src = fileURLToPath(new URL("../src", import.meta.url));
  await rm(folder, { recursive: true, force: true });
  await cp(src, folder, {
    recursive: true,
    filter: (file) => !/\.gen\.ts$|\.test(-d)?\.ts$|index\.ts$|watch\.ts$/.test(file),
  });
  await cp(fileURLToPath(new URL("garden", import.meta.url)), folder, { recursive: true });
  const api = await readApi(document, { rules: "openapi" });
  const files = await generatedOf(api, "garden.yaml");
  for (const [name, text] of Object.entries(files)) await writeFile(`${folder}generated/${name}`, text);
  return { folder, api };
}
