import { slug } from "github-slugger";
import type { Element, ElementContent, Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import { h } from "hastscript";
import { common, createLowlight } from "lowlight";
import type { Code, Table } from "mdast";
import { defaultHandlers, type State, toHast } from "mdast-util-to-hast";
import { toString as wordsOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import type { Nodes } from "./tree.ts";

const lowlight = createLowlight(common);

const pages = new WeakMap<Nodes, Root>();

/** The HTML of a whole page, in which every id is unique and every heading has one. */
export function pageOf(nodes: Nodes): Root {
  // The page and the search index are both printed from it.
  const known = pages.get(nodes);
  if (known) return known;
  const page = toHast({ type: "root", children: nodes }, { handlers }) as Root;
  const ids = new Set<string>();
  const unique = (id: string) => {
    let free = id;
    for (let count = 1; ids.has(free); count++) free = `${id}-${count}`;
    ids.add(free);
    return free;
  };
  // First those that are given, because links lead to them.
  visit(page, "element", ({ properties }) => {
    if (properties["id"]) properties["id"] = unique(`${properties["id"]}`);
  });
  let id = "";
  visit(page, "element", (node) => {
    if (/^h[2-6]$/.test(node.tagName)) {
      node.properties["id"] ??= unique(slug(textOf(node)) || "section");
      node.children = [h("a.anchor", node.children)];
    }
    if (node.properties["id"]) id = `${node.properties["id"]}`;
    if (hasClass(node, "anchor")) node.properties["href"] = `#${id}`;
  });
  pages.set(nodes, page);
  return page;
}

export const hasClass = ({ properties: { className } }: Element, name: string): boolean =>
  Array.isArray(className) && className.includes(name);

/** A block of code, which scrolls sideways by keyboard too, and which a script gives a copy button. */
export function codeBlock(code: string, language: string, label: string): Element {
  const shown = lowlight.registered(language) ? lowlight.highlight(language, code).children : code;
  const pre = h(
    "pre",
    { tabIndex: 0, role: "group", ariaLabel: label },
    h("code", shown as ElementContent[]),
  );
  return h(".code", pre);
}

const handlers = {
  code: (_state: State, { value, lang }: Code) =>
    codeBlock(value, lang ?? "", lang ? `Code in ${lang}` : "Code"),
  table(state: State, node: Table) {
    const [header] = node.children;
    const names = (header?.children ?? []).map((cell) => wordsOf(cell));
    const label = `Table: ${names.join(", ")}`;
    const shown = [defaultHandlers.table(state, node), h("span.end")];
    return h(".table", { tabIndex: 0, role: "group", ariaLabel: label }, shown);
  },
};
