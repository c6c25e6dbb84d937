import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  type BaseResolver,
  type Config,
  createConfig,
  getCodeframe,
  getLineColLocation,
  type LineColLocationObject,
  lint,
  type NormalizedProblem,
  YamlParseError,
} from "@redocly/openapi-core";

/**
 * The rules of a lint: the structure of OpenAPI (`openapi`), the limits of the generator as well (`generator`), and the
 * `redocly.yaml` beside the document, too (`house`).
 */
export type Rules = "openapi" | "generator" | "house";

/** The document cannot be used. The message lists each problem with file, line and code frame. */
export class SpecError extends Error {
  override name = "SpecError";
}

/**
 * Lints a document, and returns its warnings, and the settings to bundle it with.
 *
 * @param isQuick Leaves out the check of the examples, unless there are other errors: it compiles each schema, which takes
 * seconds for a thousand operations.
 * @throws {SpecError} for errors
 */
export async function lintFile(
  file: string,
  rules: Rules,
  files: BaseResolver,
  isQuick = false,
): Promise<{ config: Config; warnings: string[] }> {
  let config: Config;
  let problems: NormalizedProblem[];
  try {
    config = await configOf(file, rules, isQuick);
    problems = (await lint({ ref: file, config, externalRefResolver: files })).filter(
      ({ ignored }) => !ignored,
    );
  } catch (error) {
    if (!(error instanceof YamlParseError))
      throw refused([`${shortName(file)}\n${(error as Error).message}\n`]);
    // Of the first file and of the rules. Mistakes in other files are among the problems.
    const { source, line, col, originalError } = error;
    const { reason = error.message } = originalError as { reason?: string };
    throw refused([show(reason, { source, pointer: undefined, start: { line, col } })]);
  }
  // Rests of OpenAPI 3.0, such as `nullable`, and a mapping to nothing do not keep another document from being read.
  const isHarmless = ({ message, location: [location] }: NormalizedProblem) =>
    rules === "openapi" &&
    (message.endsWith("is not expected here.") || location?.pointer?.includes("/discriminator/mapping/"));
  const errors = problems.filter((one) => one.severity === "error" && !isHarmless(one));
  if (errors.length > 0 && isQuick) return lintFile(file, rules, files);
  const unparsed = errors.filter(({ message }) => message.startsWith("Failed to parse"));
  // Each `$ref` to a file that is no YAML is a problem as well, but only follows from the first.
  if (errors.length > 0) throw refused((unparsed.length > 0 ? unparsed : errors).map(textOf));
  return { config, warnings: problems.map(textOf) };
}

export const refused = (problems: string[]) => new SpecError(problems.join("\n"));

function configOf(file: string, rules: Rules, isQuick: boolean): Promise<Config> {
  const house = join(dirname(file), "redocly.yaml");
  const isHouse = rules === "house" && existsSync(house);
  return createConfig({
    ...(isHouse && { extends: [house] }),
    telemetry: "off",
    rules: {
      ...(!isHouse && { struct: "error", "no-unresolved-refs": "error" }),
      ...(isQuick && { "no-invalid-media-type-examples": "off" }),
    },
  });
}

const textOf = ({ message, location: [location] }: NormalizedProblem): string =>
  show(message, location && getLineColLocation(location));

export function show(message: string, place: LineColLocationObject | undefined): string {
  if (!place) return message;
  return `${shortName(place.source.absoluteRef)}:${place.start.line}:${place.start.col}\n${message}\n\n${getCodeframe(place, false)}\n`;
}

/** A file from the folder in which a command was typed. */
const shortName = (file: string) => relative(process.env["INIT_CWD"] ?? process.cwd(), file);
