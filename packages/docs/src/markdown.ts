import { decodeHTMLStrict } from "entities";
import { slug } from "github-slugger";
import { Marked, type Token, type Tokens } from "marked";
import { codeBlock } from "./code.ts";
import { remembered } from "./remembered.ts";
import { escaped, fill } from "./templates.ts";

/** A part of a page, which HTML may show in another way than Markdown. */
export interface Printed {
  /** The id that links to it name. No heading in a description takes it away. */
  id?: string;
  html: string;
  markdown: string;
  places: Place[];
}

/** A place that has a link of its own. Without `id`, it belongs to the one before. */
export interface Place {
  id?: string;
  title?: string;
  /** Level of a heading. */
  depth?: number;
  /** Other names of the place, for the search. */
  names?: string;
  text: string;
}

export const headingHtml = (depth: number, id: string, words: string): string =>
  `<h${depth} id="${id}"><a class="anchor" href="#${id}">${words}</a></h${depth}>\n`;

const marked = new Marked({
  // A description is text: `<id>` in it is no element.
  tokenizer: { html: () => undefined, tag: () => undefined },
  renderer: {
    // A path may break after each slash.
    codespan: ({ text }) =>
      /^\/\S+$/.test(text) && `<code>${escaped(text).replaceAll(/\/(?=.)/g, "/<wbr>")}</code>`,
    // The policy of the page lets no other host in.
    link: ({ href, tokens }) =>
      tokens.some(({ type }) => type === "image") &&
      `<a href="${escaped(href)}">${escaped(wordsOf(tokens) || href)}</a>`,
    image: ({ href, text }) => `<a href="${escaped(href)}">${escaped(text || href)}</a>`,
    code: ({ text, lang = "" }) => codeBlock(text, lang, lang ? `Code in ${lang}` : "Code"),
    heading({ tokens, depth, id }: Tokens.Heading & { id?: string }) {
      const words = this.parser.parseInline(tokens);
      return id ? headingHtml(depth, id, words) : `<h${depth}>${words}</h${depth}>\n`;
    },
    table({ header, rows }) {
      const names = header.map(({ tokens }) => wordsOf(tokens));
      const cellsOf = (row: Tokens.TableCell[]) =>
        row.map(({ tokens }, index) => ({ name: names[index], html: this.parser.parseInline(tokens) }));
      return fill("table.html", {
        names: names.join(", "),
        header: cellsOf(header),
        rows: rows.map(cellsOf),
      });
    },
  },
});

/** Prints Markdown, in which each heading but the title of the page has an id. */
export const prose = (markdown: string, unique: (id: string) => string): Printed =>
  /^\s*#|^[=-]+$/m.test(markdown) ? printed(markdown, unique) : withoutHeadings(markdown);

const withoutHeadings = remembered((markdown) => printed(markdown, () => ""));

function printed(markdown: string, unique: (id: string) => string): Printed {
  const tokens = marked.lexer(markdown);
  marked.walkTokens(tokens, (token) => {
    if (token.type === "heading" && token["depth"] > 1)
      Object.assign(token, { id: unique(slug(wordsOf(token["tokens"] ?? [])) || "section") });
  });
  const places = tokens.map((token): Place => {
    const text = wordsOf([token]);
    const { id, depth } = token as { id?: string; depth: number };
    return id ? { id, depth, title: text, text: "" } : { text };
  });
  return { html: marked.parser(tokens), markdown, places };
}

/** Markdown in parts, each but the first of which starts with a heading: below the title of the page, without a gap in the levels. */
export function sectionsOf(markdown: string): string[] {
  const sections = [""];
  const levels: number[] = []; // of the heading, and of those that it is below
  for (const { raw, ...token } of marked.lexer(markdown))
    if (token.type !== "heading") sections.push(`${sections.pop()}${raw}`);
    else {
      while ((levels.at(-1) ?? 0) >= token.depth) levels.pop();
      levels.push(token.depth);
      const level = Math.min(levels.length + 1, 6);
      sections.push(`${"#".repeat(level)} ${token.text}${raw.slice(raw.trimEnd().length)}`);
    }
  return sections;
}

export const plain = remembered((markdown) => wordsOf(marked.lexer(markdown)).replace(/\s+/g, " ").trim());

/** The words in tokens: those of blocks and of cells with a space between. */
function wordsOf(tokens: Token[]): string {
  const words = (tokens as Tokens.Generic[]).map(({ type, text, items, header, rows, tokens: inner }) => {
    const inside = type === "table" ? [header, ...rows].flat() : (items ?? inner);
    if (inside) return wordsOf(inside);
    return type === "text" ? decodeHTMLStrict(text) : (text ?? " ");
  });
  return words.join(tokens.every(({ type }) => inline.includes(type)) ? "" : " ");
}

const inline = ["text", "escape", "codespan", "em", "strong", "del", "link", "image", "br"];

/** A table whose cells are Markdown. */
export const table = (header: string[], rows: string[][]): string =>
  [header, header.map(() => "---"), ...rows].map((cells) => `|${cells.map(cellOf).join("|")}|`).join("\n");

const cellOf = remembered((text) => {
  const line = text.includes("\n") ? marked.lexer(text).map(inLine).join(" ") : text;
  return ` ${line} `.replaceAll(/\s+/g, " ").replaceAll(/\\?\|/g, "\\|");
});

/** A block as a part of a line: the items of a list are those of a sentence. */
function inLine(token: Token): string {
  if (token.type === "list") return token["items"].map(({ text }: Tokens.ListItem) => text).join("; ");
  if (token.type === "code") return code(token["text"]);
  return token.type === "table" ? wordsOf([token]) : token.raw;
}

/** An item of a list, in which the lines of a text and of other items are indented. */
export const item = (text: string): string => `- ${text.replaceAll("\n", "\n  ").replaceAll(/^ +$/gm, "")}`;

/** Code in a line, whatever is in it. */
export function code(value: unknown): string {
  const text = String(value) || '""';
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}

/** Code in a block, whatever is in it. */
export function fenced(lang: string, code: string): string {
  const fence = code.includes("```") ? "~~~~" : "```";
  return `${fence}${lang}\n${code}\n${fence}`;
}
