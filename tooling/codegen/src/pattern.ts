/** The regular expression of a `pattern`; undefined if JavaScript does not know it. */
export function regExpOf(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""])
    try {
      return new RegExp(pattern, flags);
    } catch {}
  return undefined;
}
