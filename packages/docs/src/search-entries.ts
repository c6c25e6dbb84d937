import type { Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import { hasClass, walk } from "./html.ts";
import type { Entry } from "./site/search-options.ts";
import type { Page } from "./tree.ts";

/** The places that the search finds: a page, and all on it that has a link of its own. */
export function entriesOf({ file, title: page, description }: Page, html: Root): Entry[] {
  const entries: Entry[] = [
    { id: file, title: page, page, names: file.replace(".html", ""), text: `${description} ` },
  ];
  walk(html, (node) => {
    const entry = entries.at(-1);
    if (node.type === "text" && entry) entry.text += node.value;
    if (node.type === "raw" && entry) entry.text += ` ${(node.data as { code?: string })?.code ?? ""} `;
    if (node.type !== "element") return true;
    const { id, href = `#${id}` } = node.properties;
    if (hasClass(node, "anchor") || (node.tagName === "legend" && id)) {
      // The link of a field has its path, such as `response.data.type`.
      const [, path = textOf(node)] =
        /^#(?:parameter|response|body|error|envelope|header)\.(.+)$/.exec(`${href}`) ?? [];
      entries.push({ id: `${file}${href}`, title: path, page, names: "", text: "" });
      return false;
    }
    if (entry && hasClass(node, "status")) {
      entry.names += `${textOf(node)} `;
      entry.text += `${textOf(node)} `;
      return false;
    }
    if (entry && /^(p|label|option|summary|td|th)$/.test(node.tagName)) entry.text += " ";
    return !(hasClass(node, "type") || hasClass(node, "panel-title")); // the title is that of its tab
  });
  return entries.map((entry) => ({ ...entry, text: entry.text.replace(/\s+/g, " ").trim() }));
}
