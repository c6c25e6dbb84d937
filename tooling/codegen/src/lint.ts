import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  type BaseResolver,
  type Config,
  createConfig,
  type Document,
  getCodeframe,
  getLineColLocation,
  type LocationObject,
  lint,
  lintConfig,
  loadConfig,
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
  const settings = join(dirname(file), "redocly.yaml");
  const isHouse = rules === "house" && existsSync(settings);
  const structure = { struct: "error", "no-unresolved-refs": "error" } as const;
  const loading = isHouse ? configOf(settings) : createConfig({ telemetry: "off", rules: structure });
  const config = await loading.catch(failIn(file, "redocly.yaml"));
  if (isQuick) config.skipRules(["no-invalid-media-type-examples"]);
  const reading = files.resolveDocument(null, file, true).then(checkVersion);
  const linting = reading.then(() => lint({ ref: file, config, externalRefResolver: files }));
  const found = await linting.catch(failIn(file, shortName(file)));
  const problems = found.filter(({ ignored }) => !ignored);
  // Other documents may have rests of OpenAPI 3.0, such as `nullable`, unknown extensions, and mappings to nothing.
  const isHarmless = ({ message, location: [location] }: NormalizedProblem) =>
    rules === "openapi" &&
    (message.endsWith("is not expected here.") ||
      /\/discriminator\/mapping\/|\/x-[^/]+$/.test(location?.pointer ?? ""));
  const errors = problems.filter((one) => one.severity === "error" && !isHarmless(one));
  if (errors.length > 0 && isQuick) return lintFile(file, rules, files);
  // A file that is not YAML or not there causes the other problems.
  const causes = ["Failed to parse", "Can't resolve $ref"].map((begin) =>
    errors.filter(({ message }) => message.startsWith(begin)),
  );
  if (errors.length > 0) throw refused(once(causes.find(({ length }) => length > 0) ?? errors));
  const [unknown] = Object.values(config.getUnusedRules()).flat();
  if (unknown) throw refused([`redocly.yaml\nThere is no rule \`${unknown}\`.\n`]);
  return { config, warnings: problems.map(textOf) };
}

export const refused = (problems: string[]) => new SpecError(problems.join("\n"));

/** @throws {SpecError} if a document is not of OpenAPI 3.0 or 3.1 */
function checkVersion(document: Document | Error): void {
  if (document instanceof Error) throw document;
  const { openapi, swagger } = Object(document.parsed);
  if (typeof openapi === "string" && /^3\.[01]\./.test(openapi)) return;
  const received =
    openapi === undefined
      ? swagger === undefined
        ? "nothing"
        : `swagger: ${swagger}`
      : `openapi: ${openapi}`;
  const reason = `The document must be of OpenAPI 3.0 or 3.1, and say so, as in \`openapi: 3.1.1\`; received ${received}.`;
  throw refused([show(reason, { source: document.source, pointer: "#/openapi", reportOnKey: true })]);
}

/** Settings without mistakes. Checking them takes longer than a lint. */
const sound = new Set<string>();

/** @throws {SpecError} for a setting that does not exist, or has a wrong value */
async function configOf(file: string): Promise<Config> {
  const text = readFileSync(file, "utf8");
  const config = await loadConfig({ configPath: file });
  const problems = sound.has(text) ? [] : await lintConfig({ config, severity: "error" });
  if (problems.length > 0) throw refused(problems.map(textOf));
  sound.add(text);
  return config;
}

/** Throws what Redocly does not list as a problem: an error in a rule's code, with its place, or a file that cannot be read. */
const failIn = (file: string, reading: string) => (error: Error) => {
  if (error instanceof SpecError) throw error;
  // Redocly throws for the first file and for the rules, and lists mistakes in other files as problems.
  if (error instanceof YamlParseError) {
    const { source, line, col, originalError } = error;
    const { reason = error.message } = originalError as { reason?: string };
    throw refused([show(reason, { source, pointer: undefined, start: { line, col } })]);
  }
  const [, rule = reading, place = ""] =
    /^\/([^?):\s]+\.js)(?:\?[^:]*)?(:\d+:\d+)/.exec(error.stack?.split(dirname(file))[1] ?? "") ?? [];
  throw refused([`${rule}${place}\n${error.message.split("\n\n")[0]}\n`]);
};

/** Each message once, where several places have the same mistake, such as the name that a file had before. */
function once(problems: NormalizedProblem[]): string[] {
  const same = Map.groupBy(problems, ({ message }) => message);
  return [...same.values()].flatMap((all) => {
    const [, ...others] = new Set(all.flatMap(({ location: [at] }) => (at ? placeOf(at) : [])));
    const rest = others.length > 0 ? `The same at ${others.join(", ")}.\n` : "";
    return all.slice(0, 1).map((first) => textOf(first) + rest);
  });
}

const textOf = ({ message, location: [location] }: NormalizedProblem): string =>
  show(
    message
      .replace(/^Can't resolve \$ref: ENOENT.* '(.+)'$/, (_, file) => `There is no ${shortName(file)}.`)
      .replace(
        /^Can't resolve \$ref$/,
        "`$ref` leads to nothing: there is no such place, or the file is empty.",
      )
      .replace(/( in ".*")? \(\d+:\d+\)$/, ""), // which stand above it
    location,
  );

export const show = (message: string, place: LocationObject | undefined): string =>
  place ? `${placeOf(place)}\n${message}\n\n${getCodeframe(getLineColLocation(place), false)}\n` : message;

function placeOf(location: LocationObject): string {
  const { source, start } = getLineColLocation(location);
  return `${shortName(source.absoluteRef)}:${start.line || 1}:${start.col || 1}`;
}

/** A file from the folder in which a command was typed. */
const shortName = (file: string) => relative(process.env["INIT_CWD"] ?? process.cwd(), file);
