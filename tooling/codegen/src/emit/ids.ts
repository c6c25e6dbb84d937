import type { Api } from "../model.ts";
import { idOf, idPrefix } from "./patterns.ts";

/** A guard for each schema of an id. */
export const emitIds = ({ schemas }: Api): string =>
  Object.entries(schemas)
    .flatMap(([name, { pattern = "" }]) =>
      idPrefix.test(pattern) && /^\w+$/.test(name)
        ? [
            `/** Tells whether a text can be this id, and narrows its type. */
export const is${name} = (text: string): text is \`${pattern.slice(1)}\${string}\` => text.isWellFormed() && ${idOf(pattern)}.test(text);
`,
          ]
        : [],
    )
    .join("\n") || "export {};\n";
