import { escaped } from "./templates.ts";

/** A block of code, which a script gives a copy button. Its lines are wrapped, so that nobody has to scroll it. */
export const codeBlock = (code: string, language: string, label: string): string =>
  `<div class="code ${escaped(language || "text")}"><pre role="group" aria-label="${escaped(label)}"><code>${
    language === "text" ? escaped(code) : colored(code)
  }</code></pre></div>\n`;

const keywords =
  "as async await case catch const def else export extends false for from function if import in instanceof let new None null of print return throw true True False try type undefined void while with";

/** The parts that have a color, in JSON, TypeScript, Python and shell alike; a highlighter that knows them took most of the build. */
const parts = new RegExp(
  [
    /(?<comment>(?<!\S)(?:(?:\/\/|#)(?: .*|$)|\/\*\*[\s\S]*?\*\/))/,
    /(?<name>"(?:\\.|[^"\\\n])*"(?=:)|\b[\w$]+(?=\())/,
    /(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)/,
    /(?<number>\b\d[\d_]*(?:\.\d+)?\b)/,
    new RegExp(`(?<keyword>\\b(?:${keywords.replaceAll(" ", "|")})\\b)`),
  ]
    .map(({ source }) => source)
    .join("|"),
  "gm",
);

function colored(code: string): string {
  let end = 0;
  const spans = [...code.matchAll(parts)].map(({ 0: part, index, groups = {} }) => {
    const [kind] = Object.keys(groups).filter((name) => groups[name] !== undefined);
    const before = code.slice(end, index);
    end = index + part.length;
    return `${escaped(before)}<span class="code-${kind}">${escaped(part)}</span>`;
  });
  return spans.join("") + escaped(code.slice(end));
}
