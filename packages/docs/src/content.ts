import { slug } from "github-slugger";
import { headingHtml, prose } from "./markdown.ts";
import { escaped } from "./templates.ts";

export interface Page {
  /** Name of the file, which is also its address, such as `errors.html`. */
  file: string;
  /** Under which heading the navigation lists it. */
  group: string;
  title: string;
  /** One sentence, for search engines and lists of pages. */
  description: string;
  content: Content;
  /** Scripts that only this page needs. */
  scripts?: string[];
}

/** What a page says, from top to bottom. A text is Markdown; what is false is left out. */
export type Content = (string | Block | Content | false | undefined)[];

/** A part of a page that HTML shows in another way than Markdown. */
export interface Block {
  /** The id that links to it name. No heading in a description takes it away. */
  id?: string;
  /** @param unique Returns an id that the page has only once. */
  print(unique: (id: string) => string): Printed;
}

export interface Printed {
  html: string;
  markdown: string;
  places: Place[];
}

/** A place that has a link of its own. Without `id`, it belongs to the one before. */
export interface Place {
  id?: string;
  title?: string;
  /** Of a heading. */
  depth?: number;
  /** What else it is called, for the search. */
  names?: string;
  text: string;
}

const partsOf = (content: Content): (string | Block)[] =>
  content.flatMap((part) => (Array.isArray(part) ? partsOf(part) : part || []));

/** Prints a page. Its Markdown leads to other pages in Markdown. */
export function print(content: Content): Printed {
  const blocks = partsOf(content);
  const ids = new Set(blocks.flatMap((part) => (typeof part === "string" ? [] : (part.id ?? []))));
  const unique = (id: string) => {
    let free = id;
    for (let count = 1; ids.has(free); count++) free = `${id}-${count}`;
    ids.add(free);
    return free;
  };
  const parts = blocks.map((part) => (typeof part === "string" ? prose(part, unique) : part.print(unique)));
  const texts = parts.flatMap(({ markdown }) => markdown.trim() || []);
  return {
    html: parts.map(({ html }) => html).join(""),
    markdown: `${texts.join("\n\n")}\n`.replace(/(?<=\]\()(?!redoc)[\w-]+\.html/g, "$&.md"),
    places: parts.flatMap(({ places }) => places),
  };
}

/** A heading of ours, whose link stays also where a description has the same heading. */
export const heading = (depth: number, title: string, id = slug(title)): Block => ({
  id,
  print: () => ({
    html: headingHtml(depth, id, escaped(title)),
    markdown: `${"#".repeat(depth)} ${title}`,
    places: [{ id, title, depth, text: "" }],
  }),
});

/** What HTML shows as an element of a class. */
export const region = (className: string, content: Content): Content => [
  tag(`<div class="${className}">\n`),
  content,
  tag("</div>\n"),
];

const tag = (html: string): Block => ({ print: () => ({ html, markdown: "", places: [] }) });

/** A path, which may break after each slash. */
export const breakable = (path: string): string => escaped(path).replaceAll(/\/(?=.)/g, "/<wbr>");
