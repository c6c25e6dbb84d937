import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { filesOf, generatedOf } from "./generate.ts";
import { SpecError } from "./lint.ts";
import { readApi } from "./read.ts";
import { refusals } from "./refusals.ts";

const usage = `pnpm generate                                  lints the spec and writes what follows from it
pnpm generate --check                          only compares; exit code 1 if a file differs
pnpm generate --bundle FILE                    writes the spec in one piece, as JSON
pnpm generate --spec FILE --out DIR [--json]   generates from another OpenAPI 3.1 document, without the rules of this
                                               repository; exit code 1 if an operation was left out`;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const own = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
/** A file from the folder in which the command was typed. */
const typed = (file: string) => resolve(process.env["INIT_CWD"] ?? "", file);

try {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      bundle: { type: "string" },
      spec: { type: "string" },
      out: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if ((values.spec === undefined) !== (values.out === undefined))
    throw new SpecError("`--spec FILE` and `--out DIR` belong together.");
  if (values.bundle !== undefined)
    writeFileSync(values.bundle, (await readApi(own, { rules: "generator" })).json);
  else if (values.spec !== undefined && values.out !== undefined)
    await generateOther(typed(values.spec), typed(values.out), values.json);
  else await generateOwn(values.check);
} catch (error) {
  const isUsage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  if (!isUsage && !(error instanceof SpecError)) throw error;
  const { message } = error as Error;
  console.error(`${message}\n${isUsage ? `\n${usage}` : "Nothing was generated: see the problems above."}`);
  process.exitCode = isUsage ? 2 : 1;
}

async function generateOwn(isCheck: boolean): Promise<void> {
  const api = await readApi(own);
  for (const warning of api.warnings) console.error(warning);
  const isStale = ([name, text]: [string, string]) => {
    const file = join(root, name);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  };
  const stale = Object.entries(await filesOf(api)).filter(isStale);
  const names = stale.map(([name]) => `\n  ${name}`).join("");
  if (!isCheck) write(root, stale);
  if (!names) console.error("Generated files are up to date.");
  else if (!isCheck) console.error(`Generated:${names}`);
  else {
    console.error(`These files do not follow from the spec:${names}\nRun \`pnpm generate\` and commit them.`);
    process.exitCode = 1;
  }
}

async function generateOther(spec: string, out: string, isJson: boolean): Promise<void> {
  const api = await readApi(spec, { rules: "openapi" });
  // The features are files of our client.
  const { "features.gen.ts": _, ...files } = await generatedOf(api, basename(spec));
  write(out, Object.entries(files));
  const byOperation = Map.groupBy(refusals(api), ({ operation }) => operation);
  const refused = [...byOperation].map(([{ id, operationId = id }, found]) => {
    const [place = ""] = found
      .map(({ at }) => api.where(...at))
      .map((one) => `${one.file}:${one.line}:${one.column}`);
    return { operationId, place, reason: found.map(({ reason }) => reason).join(" ") };
  });
  const operations = api.operations.length;
  const accepted = operations - refused.length;
  if (isJson) console.log(JSON.stringify({ operations, accepted, refused }, null, 2));
  else for (const one of refused) console.log(`${one.place} ${one.operationId}: ${one.reason}`);
  console.error(`Generated ${accepted} of ${operations} operations in ${out}.`);
  if (refused.length > 0) process.exitCode = 1;
}

function write(folder: string, files: [name: string, text: string][]): void {
  for (const [name, text] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
