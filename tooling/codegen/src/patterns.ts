import type { Schema } from "./model.ts";

const anything = /(?:)/;

/** The regular expression of a `pattern`; one that matches anything if JavaScript does not know it. */
export function regExpOf(pattern: string): RegExp {
  for (const flags of ["u", ""])
    try {
      return new RegExp(pattern, flags);
    } catch {}
  return anything;
}

/** The text that values start with, of a pattern that demands nothing else, such as `^work_`. */
export const prefixOf = (pattern: string): string | undefined => /^\^([\w-]+)$/.exec(pattern)?.[1];

/** The pattern of ids of one kind, which tells only how they start. */
export const idPrefix = /^\^\w+_$/;

/** An id goes on after its prefix, with nothing that could end a segment of a path, also after a proxy has decoded it. */
export const idOf = (pattern: string) => new RegExp(`${pattern}[^\\s/\\\\\\p{Cc}]+$`, "u");

/** Refuses the values of a path parameter that would change the path. */
export const segment = /^(?!\.{0,2}$)/;

const patternsByType: Record<string, RegExp> = {
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
};

/** A pattern for the values that a path parameter can have, none of which changes the path. */
export function patternOf({ pattern, type, format, enum: values }: Schema): RegExp | undefined {
  const written = pattern === undefined ? anything : regExpOf(pattern);
  const texts = values?.map((value) => String(value).replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  if (texts) return new RegExp(`^(${texts.join("|")})$`);
  if (written === anything) return patternsByType[type === "string" ? String(format) : String(type)];
  if (idPrefix.test(pattern ?? "")) return idOf(pattern ?? "");
  const isSafe = ["", ".", ".."].every((text) => !written.test(text));
  return isSafe ? written : regExpOf(`^(?!\\.{0,2}$)(?=[^]*?(?:${pattern}))`);
}
