import { emitOperations } from "./emit/client.ts";
import { emitCommands } from "./emit/commands.ts";
import { emitFeatures } from "./emit/features.ts";
import { emitIds } from "./emit/ids.ts";
import { emitMethods } from "./emit/methods.ts";
import { emitExamples } from "./emit/mock.ts";
import { emitValidators } from "./emit/validators.ts";
import { emitApi } from "./emit/version.ts";
import type { Api } from "./model.ts";
import { refusals } from "./refusals.ts";

/**
 * Every generated file by its name, without the operations that are refused. The same API gives the same bytes.
 *
 * @param source Name of the document, for the first line of each file.
 */
export async function generatedOf(whole: Api, source = "spec/openapi.yaml"): Promise<Record<string, string>> {
  // Loads a compiler, which costs half a second, and only this function needs it.
  const { emitTypes } = await import("./emit/types.ts");
  const refused = new Set(refusals(whole).map(({ operation }) => operation));
  const api = { ...whole, operations: whole.operations.filter((operation) => !refused.has(operation)) };
  const files = {
    "api.gen.ts": emitApi(api),
    "commands.gen.ts": emitCommands(api),
    "examples.gen.ts": emitExamples(api),
    "features.gen.ts": emitFeatures(api),
    "ids.gen.ts": emitIds(api),
    "methods.gen.ts": emitMethods(api),
    "operations.gen.ts": emitOperations(api),
    "schema.gen.ts": emitTypes(api),
    "validators.gen.ts": emitValidators(api),
  };
  const header = `// Generated from ${source} by \`pnpm generate\`. Do not edit.\n\n`;
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, header + text]));
}

/** The generated files that each package of the repository has. */
const users = {
  "packages/cli": ["commands"],
  "packages/client": ["api", "features", "ids", "methods", "operations", "schema", "validators"],
  "packages/mock": ["api", "examples"],
};

/** Every generated file of the repository, by its path from the root. */
export async function filesOf(api: Api): Promise<Record<string, string>> {
  const files = await generatedOf(api);
  return Object.fromEntries(
    Object.entries(users).flatMap(([folder, names]) =>
      names.map((name) => [`${folder}/src/generated/${name}.gen.ts`, files[`${name}.gen.ts`] ?? ""]),
    ),
  );
}
