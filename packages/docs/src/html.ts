import { slug } from "github-slugger";
import type { Element, ElementContent, Root, RootContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { toString as textOf } from "hast-util-to-string";
import { h } from "hastscript";
import highlight from "highlight.js/lib/common";
import type { Code, Table } from "mdast";
import { defaultHandlers, type State, toHast } from "mdast-util-to-hast";
import { toString as wordsOf } from "mdast-util-to-string";
import { type Nodes, type Part, raw, remembered } from "./tree.ts";

/** The HTML of a whole page, in which every id is unique and every heading has one. */
export function pageOf(nodes: Nodes): Root {
  const page = toHast({ type: "root", children: nodes }, { handlers }) as Root;
  const ids = new Set<string>();
  const unique = (id: string) => {
    let free = id;
    for (let count = 1; ids.has(free); count++) free = `${id}-${count}`;
    ids.add(free);
    return free;
  };
  // First those that are given, because links lead to them.
  walk(page, (node) => {
    if (node.type === "element" && node.properties["id"])
      node.properties["id"] = unique(`${node.properties["id"]}`);
  });
  let id = "";
  walk(page, (node) => {
    if (node.type !== "element") return;
    if (/^h[2-6]$/.test(node.tagName)) {
      node.properties["id"] ??= unique(slug(textOf(node)) || "section");
      node.children = [h("a.anchor", node.children)];
    }
    if (node.properties["id"]) id = `${node.properties["id"]}`;
    if (hasClass(node, "anchor")) node.properties["href"] = `#${id}`;
  });
  return page;
}

/** The text of {@link pageOf}. */
export const htmlOf = (page: Root): string => toHtml(page, { allowDangerousHtml: true });

/** Visits all that is in a node, in the order of the text; not what is in a node for which `see` returns false. */
export function walk(parent: Root | Element, see: (node: RootContent) => unknown): void {
  for (const node of parent.children) if (see(node) !== false && node.type === "element") walk(node, see);
}

export const hasClass = ({ properties: { className } }: Element, name: string): boolean =>
  Array.isArray(className) && className.includes(name);

/** A block of code, which scrolls sideways by keyboard too, and which a script gives a copy button. */
export const codeBlock = (code: string, language: string, label: string): ElementContent =>
  blockOf(JSON.stringify([code, language, label]));

// Most examples are on several pages.
const blockOf = remembered((key) => {
  const [code = "", language = "", label]: string[] = JSON.parse(key);
  const colored = highlight.getLanguage(language) ? raw(highlight.highlight(code, { language }).value) : code;
  const block = h(
    `.code.${language || "text"}`,
    h("pre", { tabIndex: 0, role: "group", ariaLabel: label }, h("code", [colored])),
  );
  return { ...raw(toHtml(block, { allowDangerousHtml: true })), data: { code } } as ElementContent;
});

const handlers = {
  // Without what an element of ours replaces.
  part: (state: State, { data, children }: Part): Element => ({
    type: "element",
    tagName: data?.hName ?? "div",
    properties: { ...data?.hProperties },
    children: data?.hChildren ?? state.all({ type: "root", children }),
  }),
  code: (_state: State, { value, lang }: Code) =>
    codeBlock(value, lang ?? "", lang ? `Code in ${lang}` : "Code"),
  table(state: State, node: Table) {
    const [header] = node.children;
    const names = (header?.children ?? []).map((cell) => wordsOf(cell));
    const label = `Table: ${names.join(", ")}`;
    const shown = defaultHandlers.table(state, node);
    walk(shown, (row) => {
      if (row.type !== "element" || row.tagName !== "tr") return true;
      const cells = row.children.filter((cell) => cell.type === "element");
      // A phone shows each row as a list.
      for (const [index, cell] of cells.entries()) cell.properties["dataName"] = names[index];
      return false;
    });
    return h(".table", { tabIndex: 0, role: "group", ariaLabel: label }, [shown, h("span.end")]);
  },
};
