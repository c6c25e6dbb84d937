import { dirname, resolve } from "node:path";
import type { Node, Spec } from "./spec.ts";

/** `#/paths/~1work` as ["paths", "/work"]. */
export const tokensOf = (pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .filter(Boolean)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

/** ["paths", "/work"] as `#/paths/~1work`. */
export const pointerOf = (tokens: string[]) => `#/${tokens.map(escaped).join("/")}`;

export const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

export function refOf(node: unknown): string | undefined {
  const ref = (node as { $ref?: unknown } | null | undefined)?.$ref;
  return typeof ref === "string" ? ref : undefined;
}

/** What stands at a path of a document, following `$ref`s on the way. */
export function nodeAt(document: Node, path: string[]): unknown {
  return path.reduce<unknown>((node, key) => (resolved(document, node) as Node | undefined)?.[key], document);
}

export function resolved(document: Node, node: unknown): unknown {
  const ref = refOf(node);
  return ref === undefined ? node : resolved(document, nodeAt(document, tokensOf(ref)));
}

/** A part of a spec as it is written, with the locations of what holds it from the outside in, and its own. */
export interface Part {
  value: unknown;
  /** Such as `/spec/openapi.yaml#/info`. */
  trail: string[];
}

export const wholeOf = ({ file, files }: Spec): Part => ({
  value: files.get(file)?.parsed,
  trail: [`${file}#/`],
});

/** What stands in a part under a key. */
export function child({ value, trail }: Part, key: string): Part {
  const at = trail.at(-1) ?? "";
  return {
    value: (value as Node | undefined)?.[key],
    trail: [...trail, `${at}${at.endsWith("#/") ? "" : "/"}${escaped(key)}`],
  };
}

/** What the `$ref` of a part leads to. */
export function targetOf({ files }: Spec, { value, trail }: Part): Part {
  const [name = "", pointer = ""] = refOf(value)?.split("#") ?? [];
  const [own = ""] = trail.at(-1)?.split("#") ?? [];
  const file = name ? resolve(dirname(own), name) : own;
  const tokens = tokensOf(pointer).map(decodeURIComponent);
  const document = files.get(file)?.parsed as Node | undefined;
  const target = tokens.reduce<unknown>((node, key) => (node as Node | undefined)?.[key], document);
  return { value: target, trail: [...trail, `${file}${pointerOf(tokens)}`] };
}

/** A part after its `$ref`s, of which none leads back to it. */
export const followed = (spec: Spec, part: Part): Part =>
  refOf(part.value) === undefined ? part : followed(spec, targetOf(spec, part));

/** The part at a path, following `$ref`s on the way. */
export const partAt = (spec: Spec, path: string[]): Part =>
  path.reduce((part, key) => child(followed(spec, part), key), wholeOf(spec));
