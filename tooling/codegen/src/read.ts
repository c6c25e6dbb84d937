import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  BaseResolver,
  bundle,
  type Config,
  createConfig,
  getCodeframe,
  getLineColLocation,
  type LineColLocationObject,
  lint,
  type NormalizedProblem,
  type Source,
  YamlParseError,
} from "@redocly/openapi-core";
import { ModelMaker } from "./api.ts";
import type { Api, Document, Place } from "./model.ts";
import { Resolver } from "./resolve.ts";
import { supported } from "./supported.ts";

/** The document cannot be used. The message lists each problem with file, line and code frame. */
export class SpecError extends Error {
  override name = "SpecError";
}

export interface ReadOptions {
  /**
   * What the document must keep to: the structure of OpenAPI (`openapi`), what the generator handles as well
   * (`generator`), and the rules of the `redocly.yaml` beside it, too (`house`).
   *
   * @default "house"
   */
  rules?: "openapi" | "generator" | "house";
}

/**
 * Reads an OpenAPI 3.1 document, in one file or split into many: lints it once, bundles it once, and follows each `$ref`.
 *
 * @throws {SpecError} for each problem with an error's severity
 */
export async function readApi(file: string, { rules = "house" }: ReadOptions = {}): Promise<Api> {
  const files = new BaseResolver();
  const { warnings, config } = await check(file, rules, files);
  const nodes = await nodesOf(files);
  const bundled = await bundle({ ref: file, config, externalRefResolver: files });
  const document = bundled.bundle.parsed as Document;
  const resolver = new Resolver(document);
  const json = JSON.stringify(document, null, 2);
  return {
    ...new ModelMaker(resolver).api(document),
    json,
    hash: createHash("sha256").update(json).digest("hex").slice(0, 12),
    warnings,
    where(node, ...path) {
      let value: unknown = resolver.origin(node);
      const found = nodes.get(value as object);
      if (!found) throw new Error("The node is not of this model.");
      let { pointer } = found;
      for (const key of path) {
        if (typeof value !== "object" || value === null || !(key in value)) break;
        pointer += `/${escaped(String(key))}`;
        value = (value as Record<string, unknown>)[key];
      }
      return placeOf({ ...found, pointer }, file);
    },
  };
}

interface Written {
  source: Source;
  /** JSON pointer in the file, such as `#/properties/state`. */
  pointer: string;
}

/** Where each object of the files is written, before they are bundled: the bundler leaves the objects what they are. */
async function nodesOf(files: BaseResolver): Promise<Map<object, Written>> {
  const nodes = new Map<object, Written>();
  const visit = (node: unknown, source: Source, pointer: string): void => {
    if (typeof node !== "object" || node === null || nodes.has(node)) return;
    nodes.set(node, { source, pointer });
    for (const [key, value] of Object.entries(node)) visit(value, source, `${pointer}/${escaped(key)}`);
  };
  for (const read of await Promise.all(files.cache.values()))
    if ("parsed" in read) visit(read.parsed, read.source, "#");
  return nodes;
}

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

function placeOf({ source, pointer }: Written, root: string): Place {
  const { start } = getLineColLocation({
    source,
    pointer: pointer === "#" ? "#/" : pointer,
    reportOnKey: true,
  });
  const file = relative(dirname(dirname(root)), source.absoluteRef).replaceAll("\\", "/");
  return { file, line: start.line, column: start.col };
}

async function check(file: string, rules: ReadOptions["rules"], files: BaseResolver) {
  let config: Config;
  let problems: NormalizedProblem[];
  try {
    config = await configOf(file, rules);
    problems = (await lint({ ref: file, config, externalRefResolver: files })).filter(
      ({ ignored }) => !ignored,
    );
  } catch (error) {
    // Of the first file and of the rules; what is wrong with other files is among the problems.
    if (!(error instanceof YamlParseError)) throw error;
    const { source, line, col, originalError } = error;
    const { reason = error.message } = originalError as { reason?: string };
    throw refused([show(reason, { source, pointer: undefined, start: { line, col } })]);
  }
  const errors = problems.filter(({ severity }) => severity === "error");
  const unparsed = errors.filter(({ message }) => message.startsWith("Failed to parse"));
  // Each `$ref` to a file that is no YAML is a problem as well, but only follows from the first.
  if (errors.length > 0) throw refused((unparsed.length > 0 ? unparsed : errors).map(textOf));
  return { config, warnings: problems.map(textOf) };
}

const refused = (problems: string[]) =>
  new SpecError(`${problems.join("\n")}\nNothing was generated: the spec has the problems above.`);

function configOf(file: string, rules: ReadOptions["rules"]): Promise<Config> {
  const house = join(dirname(file), "redocly.yaml");
  const isHouse = rules === "house" && existsSync(house);
  return createConfig({
    ...(isHouse && { extends: [house] }),
    telemetry: "off",
    plugins: [{ id: "codegen", rules: { oas3: { supported } } }],
    rules: {
      ...(!isHouse && { struct: "error", "no-unresolved-refs": "error" }),
      ...(rules !== "openapi" && { "codegen/supported": "error" }),
    },
  });
}

const textOf = ({ message, location: [location] }: NormalizedProblem): string =>
  show(message, location && getLineColLocation(location));

function show(message: string, place: LineColLocationObject | undefined): string {
  if (!place) return message;
  const file = relative(process.env["INIT_CWD"] ?? process.cwd(), place.source.absoluteRef);
  return `${file}:${place.start.line}:${place.start.col}\n${message}\n\n${getCodeframe(place, false)}\n`;
}
