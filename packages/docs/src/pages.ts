import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Api } from "@qoder/work-codegen";
import type { Page } from "./content.ts";
import { facts } from "./facts.ts";
import { plain } from "./markdown.ts";
import { operationPage } from "./reference.ts";

const ownGuides = new URL("../guides/", import.meta.url);

/** All pages in the order of the navigation: the guides by the number in their file names, then every operation. */
export async function pagesOf(api: Api, folder = ownGuides): Promise<Page[]> {
  const files = (await readdir(folder)).toSorted();
  const guides = await Promise.all(files.map((file) => readGuide(api, new URL(file, folder))));
  const insert = await facts(api, guides);
  const pages = guides.map((guide) => ({
    ...guide,
    // Each second part is a directive, such as `{{errors}}`.
    content: guide.text
      .split(/^\{\{(.+)\}\}$/m)
      .flatMap((part, index) => (index % 2 === 1 ? insert(part) : [part])),
  }));
  return [...pages, ...api.operations.map((operation) => operationPage(api, operation))];
}

async function readGuide(api: Api, file: URL) {
  const text = await readFile(file, "utf8");
  const [, title = api.info.title] = /^# (.+)$/m.exec(text) ?? [];
  const [, opening = ""] = text.split("\n\n");
  return {
    text,
    file: basename(file.pathname).replace(/^\d+-(.+)\.md$/, "$1.html"),
    group: "Guides",
    title,
    description: plain(opening.startsWith("{{") ? api.info.summary : opening),
    content: [],
  };
}
