import { createHash } from "node:crypto";
import { dirname, relative } from "node:path";
import {
  BaseResolver,
  bundle,
  escapePointerFragment,
  getLineColLocation,
  type Source,
  YamlParseError,
} from "@redocly/openapi-core";
import { ModelMaker } from "./api.ts";
import { examplesConform } from "./examples.ts";
import { lintFile, type Rules, refused, show } from "./lint.ts";
import type { Api, Document } from "./model.ts";
import { originOf } from "./origins.ts";
import { refusals } from "./refusals.ts";

/** Refuses a file that is a `$ref` to itself: where several places use it, Redocly would end the process. */
class Files extends BaseResolver {
  override parseDocument(source: Source, isRoot?: boolean) {
    const document = super.parseDocument(source, isRoot);
    const { $ref } = Object(document.parsed);
    if (typeof $ref !== "string" || this.resolveExternalRef(source.absoluteRef, $ref) !== source.absoluteRef)
      return document;
    throw new YamlParseError(new Error("`$ref` leads to the file itself (1:1)"), source);
  }
}

/**
 * Reads an OpenAPI 3.1 document, in one file or split into many: lints it, bundles it once, and follows each `$ref`.
 *
 * @param options.rules "house" by default
 * @throws {SpecError} for each problem with an error's severity
 */
export async function readApi(file: string, { rules = "house" }: { rules?: Rules } = {}): Promise<Api> {
  const files = new Files();
  const { warnings, config } = await lintFile(file, rules, files, true);
  const nodes = await nodesOf(files);
  const bundled = await bundle({ ref: file, config, externalRefResolver: files });
  const document = bundled.bundle.parsed as Document;
  const json = JSON.stringify(document, null, 2);
  const locate = (node: object, ...path: (string | number)[]) => {
    let value: unknown = originOf(node);
    const found = nodes.get(value as object);
    if (!found) throw new Error("The node is not of this model.");
    let { pointer } = found;
    for (const key of path) {
      if (typeof value !== "object" || value === null || !(key in value)) break;
      pointer += `/${escapePointerFragment(String(key))}`;
      value = (value as Record<string, unknown>)[key];
    }
    return getLineColLocation({
      source: found.source,
      pointer: pointer === "#" ? "#/" : pointer,
      reportOnKey: true,
    });
  };
  const api: Api = {
    ...new ModelMaker(document).api(),
    json,
    hash: createHash("sha256").update(json).digest("hex").slice(0, 12),
    warnings,
    where(...node) {
      const { source, start } = locate(...node);
      const name = relative(dirname(dirname(file)), source.absoluteRef);
      return { file: name, line: start.line, column: start.col };
    },
  };
  if (rules === "house" && !examplesConform(api)) await lintFile(file, rules, new Files());
  const problems = rules === "openapi" ? [] : refusals(api);
  if (problems.length > 0) throw refused(problems.map(({ at, reason }) => show(reason, locate(...at))));
  return api;
}

/** The file of each object and its JSON pointer there, before they are bundled. The bundler keeps the objects themselves. */
async function nodesOf(files: BaseResolver) {
  const nodes = new Map<object, { source: Source; pointer: string }>();
  const visit = (node: unknown, source: Source, pointer: string): void => {
    if (typeof node !== "object" || node === null || nodes.has(node)) return;
    nodes.set(node, { source, pointer });
    for (const [key, value] of Object.entries(node))
      visit(value, source, `${pointer}/${escapePointerFragment(key)}`);
  };
  for (const read of await Promise.allSettled(files.cache.values()))
    if (read.status === "fulfilled" && "parsed" in read.value)
      visit(read.value.parsed, read.value.source, "#");
  return nodes;
}
