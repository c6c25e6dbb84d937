import { type LoadedSpec, loadSpec } from "./load.ts";
import { emitApi, emitExamples, emitMethods, emitOperations } from "./operations.ts";
import { emitSchema } from "./schema.ts";
import { emitValidators } from "./validators.ts";

const header = "// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.\n\n";

/** Every generated file of the repository, by its path from the root. The same spec gives the same bytes. */
export const generate = async (specFile: string): Promise<Record<string, string>> =>
  filesOf(await loadSpec(specFile));

/** Like {@link generate}, of a spec that is loaded already. */
export async function filesOf({ spec, dereferenced }: LoadedSpec): Promise<Record<string, string>> {
  return {
    "packages/client/src/generated/api.gen.ts": header + emitApi(spec),
    "packages/client/src/generated/methods.gen.ts": header + emitMethods(spec),
    "packages/client/src/generated/schema.gen.ts": header + (await emitSchema(spec)),
    "packages/client/src/generated/operations.gen.ts": header + emitOperations(spec),
    "packages/client/src/generated/validators.gen.ts": header + emitValidators(dereferenced),
    "packages/mock/src/generated/api.gen.ts": header + emitApi(spec),
    "packages/mock/src/generated/examples.gen.ts": header + emitExamples(spec),
  };
}
