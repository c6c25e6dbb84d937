import { toString as textOf } from "hast-util-to-string";
import { SKIP, visit } from "unist-util-visit";
import { hasClass, pageOf } from "./html.ts";
import type { Entry } from "./site/search-options.ts";
import type { Page } from "./tree.ts";

/** The places that the search finds: a page, and all on it that has a link of its own. */
export function entriesOf({ file, title: page, description, content }: Page): Entry[] {
  const entries: Entry[] = [];
  visit(pageOf(content), (node) => {
    const entry = entries.at(-1);
    if (node.type === "text" && entry) entry.text += node.value;
    if (node.type !== "element") return undefined;
    if (hasClass(node, "anchor")) {
      entries.push({ id: `${file}${node.properties["href"]}`, title: textOf(node), page, text: "" });
      return SKIP;
    }
    if (entry && /^(p|label|option|summary)$/.test(node.tagName)) entry.text += " ";
    return hasClass(node, "type") ? SKIP : undefined;
  });
  const found = entries.map((entry) => ({ ...entry, text: entry.text.replace(/\s+/g, " ").trim() }));
  return [{ id: file, title: page, page, text: description }, ...found];
}
