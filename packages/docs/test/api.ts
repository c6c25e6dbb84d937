import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";

/** The API that the built site documents. */
export const api = await readApi(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));

/** The API of an edited copy of the spec. */
export async function editedApi(edits: Parameters<typeof editedCopy>[0]) {
  await using copy = await editedCopy(edits);
  return await readApi(copy.file, { rules: "openapi" });
}
