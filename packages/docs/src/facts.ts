import { readFileSync } from "node:fs";
import type { Api } from "@qoder/work-codegen";
import { h } from "hastscript";
import type { Link } from "mdast";
import { toString as textOf } from "mdast-util-to-string";
import { changelog, packageVersions } from "./changelog.ts";
import { envelope, errorSections } from "./errors.ts";
import { lifecycle } from "./lifecycle.ts";
import { answerOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import type { Page } from "./tree.ts";
import { breakable, code, heading, item, list, type Nodes, paragraph, parse, table, text } from "./tree.ts";

/**
 * The parts that a guide can insert with a line such as `{{errors}}`: what follows from the spec, a sample or a file.
 *
 * @throws {Error} from the returned function, for a name that does not exist
 */
export async function facts(api: Api, guides: Page[]): Promise<(directive: string) => Nodes> {
  const versions = await packageVersions();
  const changes = await changelog(Object.keys(versions));
  const description = parse(api.info.description);
  const headed = description.findIndex(({ type }) => type === "heading");
  const start = headed < 0 ? description.length : headed;
  const operation = (id: string) => found(api.operations, "operation", ({ id: own }) => own === id, id);

  const known: Record<string, (...words: string[]) => Nodes> = {
    title: () => [heading(1, api.info.title)],
    about: () => description.slice(0, start),
    overview: () => description.slice(start),
    pages: () => [cards(guides.filter(({ file }) => file !== "index.html"))],
    operations: () => [
      cards(
        api.operations.map(({ id, summary, method, path }) => ({
          file: `${id}.html`,
          title: summary,
          description: `${method.toUpperCase()} ${path}`,
        })),
      ),
    ],
    authentication: () => Object.values(api.securitySchemes).flatMap(({ description }) => parse(description)),
    servers: () => [
      table(
        ["Server", "Base URL"],
        api.servers.map(({ description, url }) => [description, `\`${url}\``]),
      ),
    ],
    envelope: () => envelope(api),
    errors: () => errorSections(api),
    lifecycle: (id = "", property = "") => lifecycle(operation(id), property),
    sample: (id = "", ...words) => {
      const name = words.join(" ");
      const samples = samplesOf(api, operation(id));
      const sample = found(samples, "sample", ({ label }) => label === name, name);
      const { lang, source, output } = sample;
      return [code(lang, source), ...(output ? [...parse("It prints"), code("text", output)] : [])];
    },
    answer: (id = "") => [code("json", JSON.stringify(answerOf(operation(id)), null, 2))],
    file: (path = "") => [code("ts", read(path).trimEnd())],
    // Of another document, without its heading.
    section: (path = "", ...words) => {
      const nodes = parse(read(path));
      const heads = nodes.filter(({ type }) => type === "heading");
      const head = found(heads, "section", (one) => textOf(one) === words.join(" "), words.join(" "));
      return nodes.slice(nodes.indexOf(head) + 1, nodes.indexOf(heads[heads.indexOf(head) + 1] ?? head));
    },
    versions: () => [
      table(["What", "Version"], [["API (`info.version`)", api.info.version], ...Object.entries(versions)]),
    ],
    changelog: () => changes,
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

const cards = (pages: Pick<Page, "file" | "title" | "description">[]) =>
  list(
    pages.map(({ file, title, description }) => {
      const link: Link = { type: "link", url: file, children: [text(title)] };
      return item([paragraph(link, text(`: ${description}`, h("span", breakable(description))))]);
    }),
    h("ul.cards"),
  );
