import type { Api } from "../model.ts";
import { idOf, idPrefix } from "../patterns.ts";

/** A guard for each schema of an id. */
export function emit({ schemas }: Api): string {
  const guards = Object.entries(schemas).flatMap(([name, { pattern = "" }]) => {
    if (!idPrefix.test(pattern) || !/^\w+$/.test(name)) return [];
    return `/** Tells whether a text can be this id, and narrows its type. */
export const is${name} = (text: string): text is \`${pattern.slice(1)}\${string}\` => text.isWellFormed() && ${idOf(pattern)}.test(text);
`;
  });
  return guards.join("\n") || "export {};\n";
}
