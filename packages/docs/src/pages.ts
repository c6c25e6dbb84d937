import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Api } from "@qoder/work-codegen";
import { toString as textOf } from "mdast-util-to-string";
import { webhookPages } from "./callbacks.ts";
import { facts } from "./facts.ts";
import { operationPage } from "./reference.ts";
import type { Page } from "./tree.ts";
import { parse, plain } from "./tree.ts";

const ownGuides = new URL("../guides/", import.meta.url);

/** All pages in the order of the navigation: the guides by the number in their file names, then every operation. */
export async function pagesOf(api: Api, folder = ownGuides): Promise<Page[]> {
  const files = (await readdir(folder)).toSorted();
  const guides = await Promise.all(files.map((file) => readGuide(api, new URL(file, folder))));
  const insert = await facts(api, guides);
  const pages = guides.map((guide): Page => {
    const content = guide.content.flatMap((node) => {
      const [, directive] = /^\{\{(.+)\}\}$/.exec(textOf(node)) ?? [];
      return directive ? insert(directive) : [node];
    });
    return { ...guide, content };
  });
  const operations = api.operations.map((operation) => operationPage(api, operation));
  return [...pages, ...operations, ...webhookPages(api)];
}

/** A guide whose content still has the directives, such as `{{errors}}`. */
async function readGuide(api: Api, file: URL): Promise<Page> {
  const text = await readFile(file, "utf8");
  const content = parse(text);
  const title = content.find((node) => node.type === "heading" && node.depth === 1);
  const [, opening = ""] = text.split("\n\n");
  return {
    file: basename(file.pathname).replace(/^\d+-(.+)\.md$/, "$1.html"),
    group: "Guides",
    title: title ? textOf(title) : api.info.title,
    description: plain(opening.startsWith("{{") ? api.info.summary : opening),
    content,
  };
}
