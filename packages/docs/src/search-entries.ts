import type { Site } from "./layout.ts";
import { textOf, toHtml } from "./markdown.ts";
import type { Entry } from "./site/search-options.ts";

/** What the search finds: every page, and all on it that has a link of its own. */
export function entriesOf({ pages }: Site): Entry[] {
  return pages.flatMap(({ file, title, description, intro, aside, blocks }) => {
    const html = toHtml([...intro, ...aside, ...blocks]);
    const targets = html.split(/(?=<(?:h\d|div class="field") id=")/).slice(1);
    const parts = targets.flatMap((part): Entry[] => {
      const [, id, label = ""] =
        /id="([^"]+)">[\s\S]*?<a class="anchor"[^>]*>([\s\S]*?)<\/a>/.exec(part) ?? [];
      const text = textOf(part.replace(/^[\s\S]*?<\/(?:dt|h\d)>/, ""));
      return id ? [{ id: `${file}#${id}`, title: textOf(label), page: title, text }] : [];
    });
    return [{ id: file, title, page: title, text: description }, ...parts];
  });
}
