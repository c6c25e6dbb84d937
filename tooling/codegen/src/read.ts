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
import { examplesConform } from "./examples.ts";
import { lintFile, type Rules, refused, show } from "./lint.ts";
import type { Api, Document, Node } from "./model.ts";
import { ModelMaker } from "./model-maker.ts";
import { originOf } from "./origins.ts";
import { type Refusal, refusals } from "./refusals.ts";

/** Files that are only a `$ref` may not lead to themselves: Redocly would not say where, or end the process. */
class Files extends BaseResolver {
  readonly #targets = new Map<string, string>();

  override parseDocument(source: Source, isRoot?: boolean) {
    const document = super.parseDocument(source, isRoot);
    const { absoluteRef: file } = source;
    const { $ref } = Object(document.parsed);
    if (typeof $ref !== "string") return document;
    const target = this.resolveExternalRef(file, $ref);
    for (let next: string | undefined = target; next !== undefined; next = this.#targets.get(next))
      if (next === file) throw new YamlParseError(new Error("`$ref` leads to the file itself (1:1)"), source);
    this.#targets.set(file, target);
    return document;
  }
}

/**
 * Reads a document of OpenAPI 3.0 or 3.1, in one file or split into many: lints it, bundles it once, and follows each `$ref`.
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
    let value: Node = originOf(node);
    const found = nodes.get(value);
    if (!found) throw new Error("The node is not of this model.");
    let { pointer } = found;
    for (const key of path) {
      if (!Object.hasOwn(Object(value), key)) break;
      pointer += `/${escapePointerFragment(String(key))}`;
      value = value[key];
    }
    return { source: found.source, pointer: pointer === "#" ? "#/" : pointer, reportOnKey: true };
  };
  const api: Api = {
    ...new ModelMaker(document).api(),
    json,
    hash: createHash("sha256").update(json).digest("hex").slice(0, 12),
    warnings,
    where(...node) {
      const { source, start } = getLineColLocation(locate(...node));
      const name = relative(dirname(dirname(file)), source.absoluteRef);
      return { file: name, line: start.line, column: start.col };
    },
  };
  if (rules === "house" && !examplesConform(api)) await lintFile(file, rules, new Files());
  const problems = rules === "openapi" ? [] : [...refusals(api), ...misnamed(document)];
  const messages = new Set(problems.map(({ at, reason }) => show(reason, locate(...at))));
  if (messages.size > 0) throw refused([...messages]);
  return api;
}

/** Components whose names, which come from their files, OpenAPI does not allow. */
const misnamed = ({ components = {} }: Document): Pick<Refusal, "at" | "reason">[] =>
  Object.values(components as Record<string, Record<string, object>>)
    .flatMap((named) => Object.entries(named))
    .filter(([name]) => !/^[\w.-]+$/.test(name))
    .map(([name, node]) => ({ at: [node], reason: `Name the file of \`${name}\` with ${allowed} alone.` }));
const allowed = "letters from a to z, digits, `.`, `-` and `_`";

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
