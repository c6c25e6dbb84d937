import { dirname, relative } from "node:path";
import {
  BaseResolver,
  bundle,
  createConfig,
  type Document,
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
  /** The files that it is written in, by their paths. */
  files: Map<string, Document>;
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
export async function readSpec(file: string, resolver = new BaseResolver()): Promise<Spec> {
  const folder = dirname(file);
  const config = await configuration;
  // One resolver reads and parses each file once.
  const options = { ref: file, config, externalRefResolver: resolver };
  try {
    const problems = await lint(options);
    if (problems.length > 0) throw new SpecError(problems.map((problem) => show(problem, folder)).join("\n"));
    const files = new Map<string, Document>();
    for (const read of await Promise.all(options.externalRefResolver.cache.values())) {
      // A copy, because the bundler writes into what was read.
      if ("parsed" in read)
        files.set(read.source.absoluteRef, { ...read, parsed: structuredClone(read.parsed) });
    }
    const json = JSON.stringify((await bundle(options)).bundle.parsed, null, 2);
    return { file, folder, bundled: JSON.parse(json), files, json };
  } catch (error) {
    if (error instanceof SpecError) throw error;
    throw new SpecError((error as Error).message);
  }
}

const configuration = createConfig({
  telemetry: "off",
  rules: { struct: "error", "no-unresolved-refs": "error" },
});

/** The line of a file of a spec that a location such as `/spec/openapi.yaml#/info/version` is at. */
export function lineOf({ files }: Spec, location: string): number {
  const [file = "", pointer = ""] = location.split("#");
  const source = files.get(file)?.source;
  return source ? getLineColLocation({ source, pointer: `#${pointer}` }).start.line : 1;
}

function show({ message, location: [location] }: NormalizedProblem, folder: string): string {
  if (!location) return message;
  const { source, start } = getLineColLocation(location);
  return `${relative(dirname(folder), source.absoluteRef)}:${start.line}:${start.col} ${message}`;
}
