import { contentOf } from "./media-type.ts";
import type { Api, Operation } from "./model.ts";
import { isIdempotencyKey } from "./model-maker.ts";
import { refusals } from "./refusals.ts";

/** The package that has each generated file. The function `emit` makes it, in the file of this name in `emit/`. */
const packageOf: Record<string, string> = {
  api: "client",
  commands: "cli",
  examples: "mock",
  features: "client",
  ids: "client",
  methods: "client",
  operations: "client",
  schema: "client",
  validators: "client",
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
  for (const name of Object.keys(packageOf)) {
    // Only when it is needed: a compiler alone takes half a second to load.
    const { emit }: { emit: (api: Api) => string } = await import(`./emit/${name}.ts`);
    const head = `// Generated from ${source} by \`pnpm generate\`. Do not edit.`;
    files[`${name}.gen.ts`] = `${head}\n\n${emit({ ...whole, operations })}`;
  }
  return files;
}

/** An operation as the client speaks it: one media type for each body, none for HEAD and 204, an optional idempotency key. */
const spoken = ({ body, ...operation }: Operation): Operation => ({
  ...operation,
  parameters: operation.parameters.map((one) => (isIdempotencyKey(one) ? { ...one, required: false } : one)),
  body: body && { ...body, contents: contentOf(body.contents, true) },
  responses: operation.responses.map((response) => {
    const isEmpty = operation.method === "head" || response.status === "204";
    return { ...response, contents: isEmpty ? [] : contentOf(response.contents) };
  }),
});

/** Every generated file of the repository, by its path from the root. */
export async function filesOf(api: Api): Promise<Record<string, string>> {
  const texts = await generatedOf(api);
  const files = Object.entries(packageOf).map(([name, folder]) => [
    `packages/${folder}/src/generated/${name}.gen.ts`,
    texts[`${name}.gen.ts`],
  ]);
  return Object.fromEntries(files);
}
