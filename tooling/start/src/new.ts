// `pnpm new operation` writes the files of the spec for a new operation.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeOperation } from "./new-operation.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const required = {
  path: "path, such as /api/v1/environments/{environment_id}/work",
  method: "method, such as get",
  id: "operationId, such as listWorkItems",
  tag: "tag, such as Work",
};

try {
  const text = { type: "string" } as const;
  const options = { path: text, method: text, id: text, tag: text };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.join() !== "operation")
    throw new Error("Only an operation can be made: pnpm new operation");
  const operation = { path: "", method: "", id: "", tag: "", ...values };
  for (const name of ["path", "method", "id", "tag"] as const)
    if (!operation[name]) throw new Error(`Add --${name} with the ${required[name]}.`);
  const files = await writeOperation(spec, operation);
  console.error(`Wrote spec/openapi.yaml and\n${files.map((file) => `  spec/${file}`).join("\n")}`);
  console.error("Next, write each text that `pnpm generate` warns of, and run npm test.");
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
