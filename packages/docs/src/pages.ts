import { readdirSync, readFileSync } from "node:fs";
import type { Api } from "@qoder/work-codegen";
import type { Page } from "./content.ts";
import { directives } from "./directives.ts";
import { plain } from "./markdown.ts";
import { operationPage } from "./reference.ts";

/** All pages in the order of the navigation: the guides by the number of their file, then the operations by their group. */
export function pagesOf(api: Api, folder = new URL("../guides/", import.meta.url)): Page[] {
  const guides = readdirSync(folder)
    .filter((file) => /^[^.#].*\.md$/.test(file)) // editors keep copies beside it
    .toSorted()
    .map((file) => {
      const text = readFileSync(new URL(file, folder), "utf8");
      const [, title = api.info.title] = /^# (.+)$/m.exec(text) ?? [];
      const [, opening = ""] = text.split("\n\n");
      return {
        file: file.replace(/^\d+-(.+)\.md$/, "$1.html"),
        source: () => `packages/docs/guides/${file}`,
        ...{ group: "Guides", title, text },
        description: plain(opening.startsWith("{{") ? api.info.summary : opening),
      };
    });
  const insert = directives(api, guides);
  const pages = guides.map(({ text, ...guide }): Page => {
    // Each second part is a directive, such as `errors` of `{{errors}}`.
    const parts = text.split(/^\{\{(.+)\}\}$/m);
    const content = parts.map((part, index) => (index % 2 === 1 ? insert(part) : part));
    return { ...guide, content: () => content };
  });
  const reference = api.operations.map((operation) => operationPage(api, operation));
  return [pages, ...Map.groupBy(reference, ({ group }) => group).values()].flat();
}
