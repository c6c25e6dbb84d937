import type { Api } from "../model.ts";

/** The pattern of ids of one kind, which tells only how they start. */
export const idPrefix = /^\^\w+_$/;

/** An id goes on after its prefix, with nothing that could end a segment of a path, also after a proxy has decoded it. */
export const idOf = (pattern: string) => new RegExp(`${pattern}[^\\s/\\\\\\p{Cc}]+$`, "u");

/** A guard for each schema of an id. */
export const emitIds = ({ schemas }: Api): string =>
  Object.entries(schemas)
    .flatMap(([name, { pattern = "" }]) =>
      idPrefix.test(pattern) && /^\w+$/.test(name)
        ? [
            `/** Tells whether a text can be this id, and narrows its type. */
export const is${name} = (text: string): text is \`${pattern.slice(1)}\${string}\` => ${idOf(pattern)}.test(text);
`,
          ]
        : [],
    )
    .join("\n") || "export {};\n";
