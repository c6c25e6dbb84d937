import { readFileSync } from "node:fs";
import type { Api } from "@qoder/work-codegen";
import { slug } from "github-slugger";
import { changelog, packageVersions } from "./changelog.ts";
import { mockServer } from "./console-form.ts";
import { type Content, heading, type Page, region } from "./content.ts";
import { envelope, errorSections } from "./errors.ts";
import { lifecycle } from "./lifecycle.ts";
import { fenced, sectionsOf, table } from "./markdown.ts";
import { callsOf, endpointOf, operationPage, serverTable } from "./reference.ts";
import { exampleAnswerOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import { schemeSections } from "./security.ts";

/**
 * Makes the function for directives, lines of a guide such as `{{errors}}`: each inserts what follows from the spec, or a file.
 *
 * @throws {Error} from that function, for a name that does not exist
 */
export function directives(api: Api, guides: Card[]): (directive: string) => Content {
  const [about = "", ...sections] = sectionsOf(api.info.description);
  const operation = (id: string) => found(api.operations, "operation", ({ id: own }) => own === id, id);
  const sample = (id: string, name: string) =>
    found(samplesOf(api, operation(id)), "sample", ({ label }) => label === name, name);

  const known: Record<string, (...words: string[]) => Content> = {
    title: () => [`# ${api.info.title}`],
    about: () => [about],
    overview: () => [sections.join("")],
    pages: () => cards(guides.filter(({ file }) => file !== "index.html")),
    operations: () => {
      const pages = api.operations.map((one) => ({
        ...operationPage(api, one),
        description: endpointOf(one),
      }));
      return [...Map.groupBy(pages, ({ group }) => group)].map(([tag, inTag]) => [
        heading(3, tag, `tag-${slug(tag)}`),
        api.tags.find(({ name }) => name === tag)?.description,
        cards(inTag),
      ]);
    },
    webhooks: () => [api.webhooks.length > 0 && ["## Webhooks", callsOf(api.webhooks)]],
    authentication: () => schemeSections(api),
    servers: () => [serverTable(api.servers)],
    envelope: () => envelope(api),
    errors: () => errorSections(api),
    lifecycle: (id = "", property = "") => lifecycle(operation(id), property),
    sample: (id = "", ...words) => {
      const { lang, source, output } = sample(id, words.join(" "));
      return [fenced(lang, source), output !== undefined && ["It prints:", fenced("text", output)]];
    },
    // The sample for curl, sent to the mock with a `Prefer` header.
    mocked: (id = "", prefer = "") => {
      const { source } = sample(id, "curl");
      const variables = [...new Set(source.match(/(?<=\$)\w+/g))].map((name) => `export ${name}=pt-any\n`);
      const command = source.replace(/https?:\/\/[^/]+/, mockServer);
      return [fenced("sh", `${variables.join("")}${command} \\\n  --header 'Prefer: ${prefer}'`)];
    },
    answer: (id = "") => [fenced("json", JSON.stringify(exampleAnswerOf(operation(id)), null, 2))],
    file: (path = "") => [fenced("ts", read(path).trimEnd())],
    // A section of another document, without its heading.
    section: (path = "", ...words) => {
      const title = `${words.join(" ")}\n`;
      const all = read(path).split(/^#+ /m);
      return [found(all, "section", (one) => one.startsWith(title), title.trim()).slice(title.length)];
    },
    versions: () => {
      const rows = [["API (`info.version`)", api.info.version], ...Object.entries(packageVersions())];
      return [table(["What", "Version"], rows)];
    },
    changelog,
  };
  return (directive) => {
    const [name = "", ...words] = directive.split(" ");
    const [, insert] = found(Object.entries(known), "directive", ([own]) => own === name, name);
    return insert(...words);
  };
}

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

function found<Item>(items: Item[], kind: string, matches: (item: Item) => boolean, name: string): Item {
  const item = items.find(matches);
  if (item === undefined) throw new Error(`A guide names the ${kind} "${name}", which does not exist.`);
  return item;
}

type Card = Pick<Page, "file" | "title" | "description">;

const cards = (pages: Card[]): Content => {
  const items = pages.map(({ file, title, description }) => `- [${title}](${file})\n  ${description}`);
  return region("cards", [items.join("\n")]);
};
