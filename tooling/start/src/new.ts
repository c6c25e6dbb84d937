// `pnpm new operation` writes the files of the spec for a new operation.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const spec = fileURLToPath(new URL(".", import.meta.resolve("@qoder/work-spec/openapi.yaml")));
const text = { type: "string" } as const;
const example =
  "--method post --path /api/v1/environments/{environment_id}/work --id createWorkItem --tag Work";

try {
  const { values, positionals } = parseArgs({
    options: { method: text, path: text, id: text, tag: text },
    allowPositionals: true,
  });
  const { method, path, id, tag } = values;
  if (positionals.join() !== "operation" || !method || !path || !id || !tag)
    throw new Error(`Expected an operation with its method, path, id and tag: pnpm new operation ${example}`);
  const { readApi } = await import("@qoder/work-codegen"); // takes a second, for which no mistake above has to wait
  const { writeOperation } = await import("./new-operation.ts");
  const files = writeOperation(spec, await readApi(`${spec}openapi.yaml`), { method, path, id, tag });
  console.error(`Wrote:\n${files.map((file) => `  spec/${file}`).join("\n")}`);
  console.error("Next, write each text that `pnpm generate` warns of, and run npm test.");
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
