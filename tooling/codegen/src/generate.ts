import { isKey } from "./api.ts";
import { emitApi } from "./emit/api.ts";
import { emitCommands } from "./emit/commands.ts";
import { emitExamples } from "./emit/examples.ts";
import { emitFeatures } from "./emit/features.ts";
import { emitIds } from "./emit/ids.ts";
import { emitMethods } from "./emit/methods.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitValidators } from "./emit/validators.ts";
import { contentOf } from "./media-type.ts";
import type { Api, Operation } from "./model.ts";
import { refusals } from "./refusals.ts";

/** The generated files by their names: what makes them, and the packages that have them. */
const emitters: Record<string, [emit: (api: Api) => string | Promise<string>, ...packages: string[]]> = {
  "api.gen.ts": [emitApi, "client", "mock"],
  "commands.gen.ts": [emitCommands, "cli"],
  "examples.gen.ts": [emitExamples, "mock"],
  "features.gen.ts": [emitFeatures, "client"],
  "ids.gen.ts": [emitIds, "client"],
  "methods.gen.ts": [emitMethods, "client"],
  "operations.gen.ts": [emitOperations, "client"],
  // Loads a compiler, which costs half a second, and nothing else needs it.
  "schema.gen.ts": [async (api) => (await import("./emit/schema.ts")).emitSchema(api), "client"],
  "validators.gen.ts": [emitValidators, "client"],
};

/**
 * Every generated file by its name, without the operations that are refused. The same API gives the same bytes.
 *
 * @param source Name of the document, for the first line of each file.
 */
export async function generatedOf(whole: Api, source = "spec/openapi.yaml"): Promise<Record<string, string>> {
  const refused = new Set(refusals(whole).map(({ operation }) => operation));
  const operations = whole.operations.filter((operation) => !refused.has(operation)).map(spoken);
  const files: Record<string, string> = {};
  for (const [name, [emit]] of Object.entries(emitters))
    files[name] =
      `// Generated from ${source} by \`pnpm generate\`. Do not edit.\n\n${await emit({ ...whole, operations })}`;
  return files;
}

/** An operation as the client speaks it: no body has two media types, HEAD and 204 have none, and no key has to be given. */
const spoken = ({ body, ...operation }: Operation): Operation => ({
  ...operation,
  parameters: operation.parameters.map((one) => (isKey(one) ? { ...one, required: false } : one)),
  body: body && { ...body, contents: contentOf(body.contents, true) },
  responses: operation.responses.map((response) => {
    const isEmpty = operation.method === "head" || response.status === "204";
    return { ...response, contents: isEmpty ? [] : contentOf(response.contents) };
  }),
});

/** Every generated file of the repository, by its path from the root. */
export async function filesOf(api: Api): Promise<Record<string, string>> {
  const files = Object.entries(await generatedOf(api)).flatMap(([name, text]) => {
    const [, ...packages] = emitters[name] ?? [];
    return packages.map((folder) => [`packages/${folder}/src/generated/${name}`, text]);
  });
  return Object.fromEntries(files);
}
