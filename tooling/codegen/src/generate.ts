import { emitApi, emitMethods, emitOperations } from "./emit/client.ts";
import { emitExamples } from "./emit/mock.ts";
import { emitValidators } from "./emit/validators.ts";
import type { Api } from "./model.ts";

const header = "// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.\n\n";

/** Every generated file of the repository, by its path from the root. The same API gives the same bytes. */
export async function filesOf(api: Api): Promise<Record<string, string>> {
  // Loads a compiler, which costs half a second, and only this function needs it.
  const { emitTypes } = await import("./emit/types.ts");
  const files = {
    "packages/client/src/generated/api.gen.ts": emitApi(api),
    "packages/client/src/generated/methods.gen.ts": emitMethods(api),
    "packages/client/src/generated/schema.gen.ts": await emitTypes(api.document),
    "packages/client/src/generated/operations.gen.ts": emitOperations(api),
    "packages/client/src/generated/validators.gen.ts": emitValidators(api),
    "packages/mock/src/generated/api.gen.ts": emitApi(api),
    "packages/mock/src/generated/examples.gen.ts": emitExamples(api),
  };
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, header + text]));
}
