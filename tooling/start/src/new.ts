// `pnpm new operation` writes the files of the spec for a new operation, and asks for what the flags leave out.
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const questions = {
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
  const answers = { path: "", method: "", id: "", tag: "", ...values };
  for (const name of ["path", "method", "id", "tag"] as const) answers[name] ||= await ask(name);
  const { writeOperation } = await import("./new-operation.ts"); // which the questions need not wait for
  const files = await writeOperation(spec, answers);
  console.error(`Wrote spec/openapi.yaml and\n${files.map((file) => `  spec/${file}`).join("\n")}`);
  console.error("Next, write each text that `pnpm generate` warns of, and run npm test.");
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function ask(name: keyof typeof questions): Promise<string> {
  if (!process.stdin.isTTY) throw new Error(`Add --${name} with the ${questions[name]}.`);
  const terminal = createInterface(process.stdin, process.stderr);
  const answer = await terminal.question(`The ${questions[name]}: `);
  terminal.close();
  return answer.trim();
}
