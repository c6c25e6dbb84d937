import { readdir, readFile } from "node:fs/promises";
import { facts } from "./facts.ts";
import { type Block, plain } from "./markdown.ts";
import { operationPage } from "./reference.ts";
import type { Api } from "./spec.ts";

export interface Page {
  /** Name of the file, which is also its address, such as `errors.html`. */
  file: string;
  /** Under which heading the navigation lists it. */
  group: string;
  title: string;
  /** One sentence, for search engines and lists of pages. */
  description: string;
  intro: Block[];
  /** Shown beside the rest where there is room, else after the introduction. */
  aside: Block[];
  blocks: Block[];
  /** Scripts that only this page needs. */
  scripts?: string[];
}

const folder = new URL("../guides/", import.meta.url);

/** All pages in the order of the navigation: the guides by the number in their file names, then every operation. */
export async function pagesOf(api: Api): Promise<Page[]> {
  const outputs = await sampleOutputs(api);
  const files = (await readdir(folder)).toSorted();
  const guides = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(new URL(file, folder), "utf8") })),
  );
  const pages = guides.map(({ file, text }): Page => {
    const [, title = api.title] = /^# (.+)$/m.exec(text) ?? [];
    return {
      file: file.replace(/^\d+-(.+)\.md$/, "$1.html"),
      group: "Guides",
      title,
      description: plain(text.split("\n\n")[1] ?? ""),
      intro: [],
      aside: [],
      blocks: [],
    };
  });
  const insert = await facts(api, pages, outputs);
  guides.forEach(({ text }, index) => {
    const parts = text.split(/^\{\{(.+)\}\}$/m); // text and directives in turn
    const blocks = parts.flatMap((part, place) =>
      place % 2 === 1 ? insert(part) : part.trim() ? [part] : [],
    );
    (pages[index] as Page).blocks = blocks;
  });
  return [
    ...pages,
    ...api.operations.map((operation) => operationPage(api, operation, outputs(operation.id))),
  ];
}

/** What each program in `samples/` prints, by operation and by the label of the sample. */
async function sampleOutputs({ operations }: Api): Promise<(operationId: string) => Record<string, string>> {
  const read = operations.map(async ({ id, samples }) => {
    const outputs = samples.map(async ({ label }) => {
      const file = new URL(
        `../samples/${id}/${label.toLowerCase().replaceAll(" ", "-")}.txt`,
        import.meta.url,
      );
      return [label, (await readFile(file, "utf8").catch(() => "")).trimEnd()];
    });
    return [id, Object.fromEntries(await Promise.all(outputs))];
  });
  const outputs = Object.fromEntries(await Promise.all(read));
  return (operationId) => outputs[operationId];
}
