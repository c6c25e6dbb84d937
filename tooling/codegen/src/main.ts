// `node main.ts` lints the spec, and writes what follows from it; with `--check`, it only compares. `--bundle FILE`
// writes the spec in one piece, as JSON.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { filesOf } from "./generate.ts";
import { SpecError } from "./lint.ts";
import { readApi } from "./read.ts";

const root = new URL("../../../", import.meta.url);
const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const { values } = parseArgs({
  options: { check: { type: "boolean", default: false }, bundle: { type: "string" } },
});

try {
  if (values.bundle === undefined) await generate(values.check);
  else writeFileSync(values.bundle, (await readApi(spec, { rules: "generator" })).json);
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(`${error.message}\nNothing was generated: the spec has the problems above.`);
  process.exitCode = 1;
}

async function generate(isCheck: boolean): Promise<void> {
  const api = await readApi(spec);
  for (const warning of api.warnings) console.error(warning);
  const files = Object.entries(await filesOf(api)).map(([name, text]) => ({
    name,
    file: new URL(name, root),
    text,
  }));
  const stale = files.filter(({ file, text }) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  const names = stale.map(({ name }) => `\n  ${name}`).join("");
  if (isCheck && names) {
    console.error(`These files do not follow from the spec:${names}\nRun \`pnpm generate\` and commit them.`);
    process.exitCode = 1;
    return;
  }
  for (const { file, text } of stale) {
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, text);
  }
  console.error(names ? `Generated:${names}` : "Generated files are up to date.");
}
