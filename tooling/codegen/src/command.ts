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
pnpm generate --spec FILE --out DIR [--json]   generates from another document of OpenAPI 3.0 or 3.1, without the rules of this
                                               repository; exit code 1 if an operation was left out`;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const own = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
/** A file from the folder in which the command was typed. */
const typed = (file: string) => resolve(process.env["INIT_CWD"] ?? "", file);

/** Runs `pnpm generate` with these arguments. Returns its exit code. */
export async function run(args: string[]): Promise<number> {
  try {
    const { check, bundle, spec, out, json } = parseArgs({
      args,
      options: {
        check: { type: "boolean", default: false },
        bundle: { type: "string" },
        spec: { type: "string" },
        out: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
    if (bundle !== undefined) {
      writeFileSync(bundle, (await readApi(own, { rules: "generator" })).json);
      return 0;
    }
    if (spec === undefined && out === undefined) return await generateOwn(check);
    if (spec !== undefined && out !== undefined) return await generateOther(typed(spec), typed(out), json);
    throw new SpecError("`--spec FILE` and `--out DIR` belong together.");
  } catch (error) {
    const isUsage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (!isUsage && !(error instanceof SpecError)) throw error;
    const { message } = error as Error;
    console.error(`${message}\n${isUsage ? `\n${usage}` : "Nothing was generated: see the problems above."}`);
    return isUsage ? 2 : 1;
  }
}

async function generateOwn(isCheck: boolean): Promise<number> {
  const api = await readApi(own);
  for (const warning of api.warnings) console.error(warning);
  const stale = Object.entries(await filesOf(api)).filter(([name, text]) => {
    const file = join(root, name);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  const names = stale.map(([name]) => `\n  ${name}`).join("");
  if (isCheck && names) {
    console.error(`These files do not follow from the spec:${names}\nRun \`pnpm generate\` and commit them.`);
    return 1;
  }
  write(root, stale);
  console.error(names ? `Generated:${names}` : "Generated files are up to date.");
  return 0;
}

async function generateOther(spec: string, out: string, isJson: boolean): Promise<number> {
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
  return refused.length > 0 ? 1 : 0;
}

function write(folder: string, files: [name: string, text: string][]): void {
  for (const [name, text] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
