import { slug } from "github-slugger";
import { headingHtml, type Printed, prose } from "./markdown.ts";
import { escaped } from "./templates.ts";

export interface Page {
  /** Name of the file, which is also its address, such as `errors.html`. */
  file: string;
  /** The file in the repository that a reader would edit. */
  source?(): string;
  /** Under which heading the navigation lists it. */
  group: string;
  title: string;
  /** One sentence, for search engines and lists of pages. */
  description: string;
  /** Makes the content again at each call: that of all pages would take most of the memory. */
  content(): Content;
  /** Scripts that only this page needs. */
  scripts?: string[];
}

/** The content of a page, from top to bottom. A text is Markdown; what is false is left out. */
export type Content = (Part | Content | false | undefined)[];

/** `unique` returns an id that the page has only once. */
type Part = string | Printed | ((unique: (id: string) => string) => Printed);

const partsOf = (content: Content): Part[] =>
  content.flatMap((part) => (Array.isArray(part) ? partsOf(part) : part || []));

/** Prints a page. Its Markdown leads to other pages in Markdown. */
export function print(content: Content): Printed {
  const all = partsOf(content);
  const ids = new Set(all.flatMap((part) => (typeof part === "object" && part.id ? part.id : [])));
  const unique = (id: string) => {
    let free = id;
    for (let count = 1; ids.has(free); count++) free = `${id}-${count}`;
    ids.add(free);
    return free;
  };
  const parts = all.map((part) => {
    if (typeof part === "string") return prose(part, unique);
    return typeof part === "function" ? part(unique) : part;
  });
  const texts = parts.flatMap(({ markdown }) => markdown.trim() || []);
  return {
    html: parts.map(({ html }) => html).join(""),
    markdown: `${texts.join("\n\n")}\n`.replace(/(?<=\]\()(?!redoc)[\w-]+\.html/g, "$&.md"),
    places: parts.flatMap(({ places }) => places),
  };
}

/** A heading of ours, whose link stays also where a description has the same heading. `names` are for the search. */
export const heading = (depth: number, title: string, id = slug(title), names = ""): Printed => ({
  id,
  html: headingHtml(depth, id, escaped(title)),
  markdown: `${"#".repeat(depth)} ${title}`,
  places: [{ id, title, depth, names, text: "" }],
});

/** A part that HTML shows as an element of a class. */
export const region = (className: string, content: Content): Content => [
  tag(`<div class="${className}">\n`),
  content,
  tag("</div>\n"),
];

const tag = (html: string): Printed => ({ html, markdown: "", places: [] });
