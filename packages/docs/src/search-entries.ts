import type { Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import { hasClass, walk } from "./html.ts";
import type { Entry } from "./site/search-options.ts";
import type { Page } from "./tree.ts";

/** The places that the search finds: a page, and all on it that has a link of its own; not in code. */
export function entriesOf({ file, title: page, description }: Page, html: Root): Entry[] {
  const entries: Entry[] = [{ id: file, title: page, page, text: `${description} ` }];
  walk(html, (node) => {
    const entry = entries.at(-1);
    if (node.type === "text" && entry) entry.text += node.value;
    if (node.type !== "element") return true;
    if (hasClass(node, "anchor")) {
      entries.push({ id: `${file}${node.properties["href"]}`, title: textOf(node), page, text: "" });
      return false;
    }
    if (entry && /^(p|label|option|summary)$/.test(node.tagName)) entry.text += " ";
    return !hasClass(node, "type");
  });
  return entries.map((entry) => ({ ...entry, text: entry.text.replace(/\s+/g, " ").trim() }));
}
