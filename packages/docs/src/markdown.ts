import highlighter from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import { Marked } from "marked";

const languages = { bash, javascript, json, python, typescript };
for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);

/** A part of a page. Text is Markdown; what HTML can show better has a form of its own there. */
export type Block = string | { markdown: string; html: string };

export const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The id of a heading, so the link to it survives a rebuild: its words, with `_` and `.` kept for names of the API. */
export const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\w.]+/g, "-")
    .replace(/^-|-$/g, "");

/** The words of some Markdown, for descriptions and for the search. */
export const plain = (markdown: string) => textOf(inline(markdown));

/** The words of some HTML. */
export const textOf = (html: string) =>
  decoded(html.replace(/<[^>]+>/g, ""))
    .replace(/\s+/g, " ")
    .trim();

const decoded = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replaceAll("&amp;", "&");

/** A block of code, which scrolls sideways by keyboard too, and which a script gives a copy button. */
export function codeBlock(
  code: string,
  language = "",
  label = `Code${language && ` in ${language}`}`,
): string {
  const shown = highlighter.getLanguage(language)
    ? highlighter.highlight(code, { language }).value
    : escapeHtml(code);
  return `<div class="code"><pre tabindex="0" role="group" aria-label="${escapeHtml(label)}"><code>${shown}</code></pre></div>`;
}

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      const id = slug(plain(text));
      const content = this.parser.parseInline(tokens);
      if (depth === 1) return `<h1>${content}</h1>`;
      return `<h${depth} id="${id}"><a class="anchor" href="#${id}">${content}</a></h${depth}>\n`;
    },
    // A description is text: `<id>` in it is no element.
    html: ({ text }) => escapeHtml(text),
    code: ({ text, lang }) => codeBlock(text, lang === "sh" ? "bash" : lang),
    table(token) {
      const row = (cells: typeof token.header, tag: string) =>
        `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`;
      const label = token.header.map(({ text }) => plain(text)).join(", ");
      return `<div class="table" tabindex="0" role="group" aria-label="Table: ${escapeHtml(label)}"><table>
<thead>${row(token.header, "th")}</thead>
<tbody>${token.rows.map((cells) => row(cells, "td")).join("\n")}</tbody></table></div>\n`;
    },
  },
});

export const inline = (markdown: string): string => marked.parseInline(markdown, { async: false });

export const toHtml = (blocks: Block[]): string =>
  blocks
    .map((block) => (typeof block === "string" ? marked.parse(block, { async: false }) : block.html))
    .join("\n");

export const toMarkdown = (blocks: Block[]): string =>
  `${blocks
    .map((block) => (typeof block === "string" ? block : block.markdown).trim())
    .join("\n\n")
    .trim()}\n`;

/** A table in Markdown. */
export function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replace(/\s+/g, " ").replaceAll("|", "\\|").trim()).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
