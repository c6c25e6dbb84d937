import { dirname, relative } from "node:path";
import {
  BaseResolver,
  bundle,
  createConfig,
  getLineColLocation,
  lint,
  type NormalizedProblem,
} from "@redocly/openapi-core";

export type Node = Record<string, unknown>;

/** A spec in one piece, beside the files it was read from. */
export interface Spec {
  file: string;
  /** The folder that names of files are relative to. */
  folder: string;
  /** With `$ref`s to `#/components` only. */
  bundled: Node;
  /** Without any `$ref`. */
  dereferenced: Node;
  /** The bundle as JSON, which is what `@qoder/work-mock/openapi.json` holds. */
  json: string;
}

/** A spec cannot be read. The message names file and line. */
export class SpecError extends Error {
  override name = "SpecError";
}

/**
 * Reads a split or bundled spec.
 *
 * @throws {SpecError} if a file is missing, is no YAML, or breaks the structure of OpenAPI
 */
export async function readSpec(file: string): Promise<Spec> {
  const folder = dirname(file);
  const config = await configuration;
  // One resolver reads and parses each file once.
  const options = { ref: file, config, externalRefResolver: new BaseResolver(config.resolve) };
  try {
    const problems = await lint(options);
    if (problems.length > 0) throw new SpecError(problems.map((problem) => show(problem, folder)).join("\n"));
    const json = JSON.stringify((await bundle(options)).bundle.parsed, null, 2);
    const dereferenced = (await bundle({ ...options, dereference: true })).bundle.parsed as Node;
    return { file, folder, bundled: JSON.parse(json), dereferenced, json };
  } catch (error) {
    if (error instanceof SpecError) throw error;
    throw new SpecError((error as Error).message);
  }
}

const configuration = createConfig({
  telemetry: "off",
  rules: { struct: "error", "no-unresolved-refs": "error" },
});

function show({ message, location: [location] }: NormalizedProblem, folder: string): string {
  if (!location) return message;
  const { source, start } = getLineColLocation(location);
  return `${relative(dirname(folder), source.absoluteRef)}:${start.line}:${start.col} ${message}`;
}
