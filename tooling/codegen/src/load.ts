import { dirname, join, relative } from "node:path";
import {
  bundle,
  type Config,
  createConfig,
  getCodeframe,
  getLineColLocation,
  type LineColLocationObject,
  lint,
  loadConfig,
  type Oas3_1Definition,
  YamlParseError,
} from "@redocly/openapi-core";
import { supported } from "./supported.ts";

/** An OpenAPI 3.1 document in one piece, with `$ref`s to `#/components` only. */
export type Spec = Oas3_1Definition;

/** The spec cannot be turned into code. The message lists each problem with file, line and code frame. */
export class SpecError extends Error {
  override name = "SpecError";
}

/** The spec once with `$ref`s and once without. */
export interface LoadedSpec {
  spec: Spec;
  dereferenced: Spec;
}

/** The spec as `@qoder/work-mock/openapi.json` holds it, whose SHA-256 every package carries. */
export const jsonOf = (spec: Spec) => JSON.stringify(spec, null, 2);

/**
 * Checks the split spec at `file` by the rules of the `redocly.yaml` beside it, as `redocly lint` does.
 *
 * @throws {SpecError} for each breach of a rule
 */
export async function lintSpec(file: string): Promise<void> {
  const configPath = join(dirname(file), "redocly.yaml");
  await check(file, () => loadConfig({ configPath }));
}

/**
 * Reads the split spec at `file`, once with `$ref`s and once without, and checks that the generator handles every
 * construct in it.
 *
 * @throws {SpecError} for an unresolved `$ref`, a structural mistake, or a construct that is not handled.
 */
export async function loadSpec(file: string): Promise<LoadedSpec> {
  const config = await check(file, () =>
    createConfig({
      telemetry: "off",
      plugins: [{ id: "codegen", rules: { oas3: { supported } } }],
      rules: { struct: "error", "no-unresolved-refs": "error", "codegen/supported": "error" },
    }),
  );
  const load = async (dereference: boolean) =>
    (await bundle({ ref: file, config, dereference })).bundle.parsed as Spec;
  return { spec: await load(false), dereferenced: await load(true) };
}

async function check(file: string, configured: () => Promise<Config>): Promise<Config> {
  let problems: string[];
  try {
    const config = await configured();
    const found = await lint({ ref: file, config });
    const errors = found.filter(({ severity, ignored }) => severity === "error" && !ignored);
    const unparsed = errors.filter(({ message }) => message.startsWith("Failed to parse"));
    // Each `$ref` to a file that is no YAML is a problem as well, but only follows from the first.
    problems = (unparsed.length > 0 ? unparsed : errors).map(({ message, location: [location] }) =>
      show(message, location && getLineColLocation(location)),
    );
    if (problems.length === 0) return config;
  } catch (error) {
    // Of the first file and of the rules; what is wrong with other files is among the problems.
    if (!(error instanceof YamlParseError)) throw error;
    const { source, line, col, originalError } = error;
    const { reason = error.message } = originalError as { reason?: string };
    problems = [show(reason, { source, pointer: undefined, start: { line, col } })];
  }
  throw new SpecError(`${problems.join("\n")}\nNothing was generated: the spec has the problems above.`);
}

function show(message: string, place: LineColLocationObject | undefined): string {
  if (!place) return message;
  const file = relative(process.env["INIT_CWD"] ?? process.cwd(), place.source.absoluteRef);
  return `${file}:${place.start.line}:${place.start.col}\n${message}\n\n${getCodeframe(place, false)}\n`;
}
