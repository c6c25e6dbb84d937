import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { type MockOptions, startMock } from "../src/mock.ts";

/** The document of another API, with every construct of a JSON API. */
export const garden = await readApi(
  fileURLToPath(import.meta.resolve("@qoder/work-codegen/test/garden.yaml")),
  { rules: "openapi" },
);

/** Starts a mock of the garden, or of a changed one. */
export async function startGarden(change = (json: string) => json, options: MockOptions = {}) {
  await using folder = await mkdtempDisposable(join(tmpdir(), "garden-"));
  const spec = join(folder.path, "openapi.json");
  await writeFile(spec, change(garden.json));
  return await startMock({ ...options, spec });
}
