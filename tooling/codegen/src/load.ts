import { relative } from "node:path";
import {
  bundle,
  createConfig,
  getCodeframe,
  getLineColLocation,
  lint,
  type NormalizedProblem,
  type Oas3_1Definition,
} from "@redocly/openapi-core";
import { supported } from "./supported.ts";

/** An OpenAPI 3.1 document in one piece, with `$ref`s to `#/components` only. */
export type Spec = Oas3_1Definition;

/** The spec cannot be turned into code. The message lists each problem with file, line and code frame. */
export class SpecError extends Error {
  override name = "SpecError";
}

/**
 * Reads the split spec at `file`, once with `$ref`s and once without, and checks that the generator handles every
 * construct in it.
 *
 * @throws {SpecError} for an unresolved `$ref`, a structural mistake, or a construct that is not handled.
 */
export async function loadSpec(file: string): Promise<{ spec: Spec; dereferenced: Spec }> {
  const config = await createConfig({
    telemetry: "off",
    plugins: [{ id: "codegen", rules: { oas3: { supported } } }],
    rules: { struct: "error", "no-unresolved-refs": "error", "codegen/supported": "error" },
  });
  const problems = await lint({ ref: file, config });
  if (problems.length > 0) {
    throw new SpecError(
      `${problems.map(show).join("\n")}\nNothing was generated: the spec has the problems above.`,
    );
  }
  const load = async (dereference: boolean) =>
    (await bundle({ ref: file, config, dereference })).bundle.parsed as Spec;
  return { spec: await load(false), dereferenced: await load(true) };
}

function show({ message, location: [location] }: NormalizedProblem): string {
  if (!location) return message;
  const place = getLineColLocation(location);
  const file = relative(process.env["INIT_CWD"] ?? process.cwd(), place.source.absoluteRef);
  return `${file}:${place.start.line}:${place.start.col}\n${message}\n\n${getCodeframe(place, false)}\n`;
}
