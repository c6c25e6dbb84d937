import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./generate.ts";
import { SpecError } from "./load.ts";

const root = new URL("../../../", import.meta.url);
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

try {
  const files = await generate(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
  const stale = Object.keys(files).filter((file) => read(new URL(file, root)) !== files[file]);
  if (values.check && stale.length > 0) {
    console.error(
      `These files do not follow from the spec:\n  ${stale.join("\n  ")}\nRun \`pnpm generate\` and commit them.`,
    );
    process.exitCode = 1;
  } else {
    for (const file of stale) write(new URL(file, root), files[file] ?? "");
    console.error(
      stale.length === 0 ? "Generated files are up to date." : `Generated:\n  ${stale.join("\n  ")}`,
    );
  }
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function read(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function write(file: URL, text: string): void {
  mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
  writeFileSync(file, text);
}
