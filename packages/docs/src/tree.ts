import type { Element, ElementContent } from "hast";
import { h } from "hastscript";
import type {
  BlockContent,
  Heading,
  InlineCode,
  List,
  ListItem,
  Parent,
  PhrasingContent,
  RootContent,
  Table,
  Text,
} from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString as textOf } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";

export interface Page {
  /** Name of the file, which is also its address, such as `errors.html`. */
  file: string;
  /** Under which heading the navigation lists it. */
  group: string;
  title: string;
  /** One sentence, for search engines and lists of pages. */
  description: string;
  content: Nodes;
  /** Scripts that only this page needs. */
  scripts?: string[];
}

/** Nodes of mdast. The `data` of a node says how HTML shows it, where that is not the usual way. */
export type Nodes = RootContent[];

/** Blocks that are one element in HTML. */
export interface Part extends Parent {
  type: "part";
  children: Nodes;
}

declare module "mdast" {
  interface RootContentMap {
    part: Part;
  }
}

/** Lets HTML show an element in the place of a node; an empty element gets what is in the node. */
const shownAs = (html?: Element) =>
  html && {
    data: {
      hName: html.tagName,
      hProperties: html.properties,
      ...(html.children.length > 0 && { hChildren: html.children }),
    },
  };

/** HTML of ours, as it is. */
export const raw = (value: string): ElementContent => ({ type: "raw", value });

export const part = (children: Nodes, html: Element): Part => ({ type: "part", children, ...shownAs(html) });

export const text = (value: string, html?: Element): Text => ({ type: "text", value, ...shownAs(html) });

export const inlineCode = (value: string, html?: Element): InlineCode => ({
  type: "inlineCode",
  value,
  ...shownAs(html),
});

export const paragraph = (...children: PhrasingContent[]): BlockContent => ({ type: "paragraph", children });
export const code = (lang: string, value: string): BlockContent => ({ type: "code", lang, value });

/** A heading of ours. With `id`, its link stays also where a description has the same heading. */
export const heading = (depth: Heading["depth"], value: string, id?: string): Heading => ({
  type: "heading",
  depth,
  children: [text(value)],
  ...(id && { data: { hProperties: { id } } }),
});

export const item = (children: Nodes, html?: Element): ListItem => ({
  type: "listItem",
  spread: false,
  children: children as BlockContent[],
  ...shownAs(html),
});

export const list = (children: ListItem[], html?: Element): List => ({
  type: "list",
  spread: false,
  children,
  ...shownAs(html),
});

/** A table whose cells are Markdown. */
export const table = (header: string[], rows: string[][]): Table => ({
  type: "table",
  children: [header, ...rows].map((cells) => ({
    type: "tableRow",
    children: cells.map((cell) => ({ type: "tableCell", children: phrases(cell) })),
  })),
});

// A description is text: `<id>` in it is no element.
const extensions = [gfm(), { disable: { null: ["htmlFlow", "htmlText"] } }];

/** Remembers what was made of each text. */
export function remembered<Made>(make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>();
  return (text) => {
    const made = known.get(text) ?? make(text);
    known.set(text, made);
    return made;
  };
}

/** Whether a text is only words, also where it is read as Markdown. Both ways, most texts are, and looking takes less. */
export const isPlain = (words: string): boolean =>
  /^(?:[ A-Za-z(.:;]|\d{3}(?!\d*[.)]))(?:[A-Za-z0-9 ,.;():'"/-]|\n(?=[A-Za-z])|(?<=\w)_)*$/.test(words) &&
  !/www\.|:\/\//.test(words);

// Most texts are on several pages.
export const parse = remembered((markdown): Nodes => {
  const pieces = markdown.trimEnd().split(/`([^\s`]+)`/); // each second one is code
  const isSimple = pieces.every((piece, index) => index % 2 === 1 || piece === "" || isPlain(piece));
  if (!isSimple || /^\s|\s\n|``|^$/.test(markdown))
    return fromMarkdown(markdown, { extensions, mdastExtensions: [gfmFromMarkdown()] }).children;
  const nodes = pieces.map((piece, index) => (index % 2 === 1 ? inlineCode(piece) : text(piece)));
  return [paragraph(...nodes.filter(({ value }) => value !== ""))];
});

/** Markdown in a place that holds no blocks, such as the cell of a table. */
export const phrases = remembered((markdown): PhrasingContent[] =>
  parse(markdown.replace(/\s+/g, " ")).flatMap((block) =>
    block.type === "paragraph" ? block.children : [text(textOf(block))],
  ),
);

/** The words of some Markdown. */
export const plain = (markdown: string): string => textOf(phrases(markdown));

/** A path, which may break after each slash. */
export const breakable = (path: string): ElementContent[] =>
  path
    .split(/(?<=\/)/)
    .flatMap((value, index) => [...(index > 0 ? [h("wbr")] : []), { type: "text", value }]);
