import { escaped } from "./templates.ts";

/** A block of code, which a script gives a copy button. Its lines are wrapped, so that nobody has to scroll it. */
export const codeBlock = (code: string, language: string, label: string): string =>
  `<div class="code ${escaped(language || "text")}"><pre role="group" aria-label="${escaped(label)}"><code>${
    language === "text" ? escaped(code) : colored(code)
  }</code></pre></div>\n`;

const keywords =
  "as async await case catch const def else export extends false for from function if import in instanceof let new None null of print return throw true True False try type undefined void while with";

/** The kinds of text with a color, alike for JSON, TypeScript, Python and shell. A real highlighter took most of the build. */
const kinds = {
  comment: /(?<!\S)(?:(?:\/\/|#)(?: .*|$)|\/\*\*[\s\S]*?\*\/)/,
  name: /"(?:\\.|[^"\\\n])*"(?=:)|\b[\w$]+(?=\()/,
  string: /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/,
  number: /\b\d[\d_]*(?:\.\d+)?\b/,
  keyword: new RegExp(`\\b(?:${keywords.replaceAll(" ", "|")})\\b`),
};
const sources = Object.values(kinds).map(({ source }) => `(${source})`);
const parts = new RegExp(sources.join("|"), "gm");
const names = ["", ...Object.keys(kinds)];

function colored(code: string): string {
  // After each text without a color, a piece for each kind: that of the kind which was found.
  const pieces = code.split(parts).map((piece = "", index) => {
    const kind = names[index % names.length];
    return kind && piece ? `<span class="code-${kind}">${escaped(piece)}</span>` : escaped(piece);
  });
  return pieces.join("");
}
