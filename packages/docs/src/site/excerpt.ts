const length = 110;

/**
 * The part of a text that shows the query, or else most of the terms that were found for it, in pieces of which each
 * second is a match.
 */
export function excerptOf(text: string, query: string, terms: string[]): string[] {
  const longestFirst = terms.toSorted((one, other) => other.length - one.length);
  const found = new RegExp(`(${longestFirst.join("|").replaceAll(".", "\\.")})`, "giu");
  const matches = [...text.matchAll(found)];
  const termsFrom = (start: number) => {
    const near = matches.filter(({ index }) => index >= start && index < start + length / 2);
    return new Set(near.map(([term]) => term.toLowerCase())).size;
  };
  const [best] = matches.toSorted((one, other) => termsFrom(other.index) - termsFrom(one.index));
  const whole = text.toLowerCase().indexOf(query.toLowerCase());
  const at = whole < 0 ? (best?.index ?? 0) : whole;
  const space = text.indexOf(" ", at - 30); // none, where words have no spaces between them
  const word = space >= 0 && space < at ? space + 1 : at - 30;
  const start = at <= length / 2 ? 0 : word;
  const end = start + length;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${text.length > end ? "…" : ""}`.split(found);
}
