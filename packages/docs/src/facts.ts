import { readFileSync } from "node:fs";
import { changelog } from "./changelog.ts";
import { propertyList } from "./fields.ts";
import { lifecycle } from "./lifecycle.ts";
import { type Block, escapeHtml, inline, table } from "./markdown.ts";
import type { Page } from "./pages.ts";
import { sampleTab } from "./reference.ts";
import { type Answer, type Api, errorTypeOf, type Operation, packageVersions, type Schema } from "./spec.ts";

/**
 * What a guide can insert with a line such as `{{errors}}`: all that follows from the spec, a sample or a file.
 *
 * @throws {Error} from the returned function, for a name that does not exist
 */
export async function facts(
  api: Api,
  pages: Page[],
  outputs: (operationId: string) => Record<string, string>,
): Promise<(directive: string) => Block[]> {
  const versions = await packageVersions();
  const changes = await changelog(Object.keys(versions));
  const operation = (id: string) => found(api.operations, "operation", ({ id: own }) => own === id, id);

  const known: Record<string, (...words: string[]) => Block[]> = {
    title: () => [`# ${api.title}`],
    overview: () => [api.description],
    pages: () => [cards(pages.filter(({ file }) => file !== "index.html"))],
    operations: () => [cards(api.operations.map(cardOf))],
    authentication: () => [api.authentication],
    servers: () => [
      table(
        ["Server", "Base URL"],
        api.servers.map(({ description, url }) => [description, `\`${url}\``]),
      ),
    ],
    envelope: () => [propertyList("envelope", envelopeOf(errorsOf(api)))],
    errors: () => errorsOf(api).flatMap(errorSection),
    lifecycle: (id = "", property = "") => lifecycle(operation(id), property),
    sample: (id = "", ...label) => {
      const name = label.join(" ");
      const sample = found(operation(id).samples, "sample", (own) => own.label === name, name);
      const { code, language, output } = sampleTab(sample, outputs(id)[name]);
      return [fence(language, code), ...(output ? ["It prints", fence("text", output)] : [])];
    },
    answer: (id = "") => [
      fence("json", JSON.stringify(Object.values(operation(id).success.examples)[0]?.value, null, 2)),
    ],
    file: (path = "") => [
      fence("typescript", readFileSync(new URL(`../${path}`, import.meta.url), "utf8").trimEnd()),
    ],
    versions: () => [
      table(
        ["What", "Version"],
        [["API (`info.version`)", api.version], ...Object.entries(versions)].map((row) => [...row]),
      ),
    ],
    changelog: () => [changes],
  };
  return (directive) => {
    const [name = "", ...words] = directive.split(" ");
    const block = found(Object.entries(known), "directive", ([own]) => own === name, name);
    return block[1](...words);
  };
}

function found<Item>(items: Item[], kind: string, matches: (item: Item) => boolean, name: string): Item {
  const item = items.find(matches);
  if (item === undefined) throw new Error(`A guide names the ${kind} "${name}", which does not exist.`);
  return item;
}

const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;

type Card = Pick<Page, "file" | "title" | "description">;

const cardOf = ({ id, summary, path }: Operation): Card => ({
  file: `${id}.html`,
  title: summary,
  description: `GET ${path}`,
});

const cards = (list: Card[]): Block => ({
  markdown: list.map(({ file, title, description }) => `- [${title}](${file}): ${description}`).join("\n"),
  html: `<ul class="cards">${list
    .map(
      ({ file, title, description }) =>
        `<li><a href="${file}">${escapeHtml(title)}</a><span>${escapeHtml(description).replaceAll("/", "/<wbr>")}</span></li>`,
    )
    .join("")}</ul>`,
});

/** The answers of each `error.type`, every cause once, in the order of the status. */
function errorsOf({ operations }: Api): Answer[][] {
  const answers = operations
    .flatMap(({ errors }) => errors)
    .toSorted((one, other) => one.status.localeCompare(other.status));
  const causes = new Map(answers.map((answer) => [answer.status + answer.description, answer]));
  return [...Map.groupBy(causes.values(), errorTypeOf).values()];
}

/** The envelope of every error: that of one, with the types of all. */
function envelopeOf(types: Answer[][]): Schema {
  const errors = types.map(([first]) => first as Answer);
  const schema = structuredClone((errors[0] as Answer).schema);
  const { error } = schema.properties ?? {};
  if (error?.properties) {
    error.properties["type"] = {
      type: "string",
      description: "Category of the error, for programs.",
      enum: errors.map(errorTypeOf),
      "x-enumDescriptions": Object.fromEntries(
        errors.map((own) => [errorTypeOf(own), own.schema.description ?? ""]),
      ),
    };
  }
  return schema;
}

/** A section whose heading is the type, so that its link is `#<type>`. */
const errorSection = (causes: Answer[]): Block[] => [
  `### ${errorTypeOf(causes[0] as Answer)}`,
  ...causes.flatMap(causeOf),
];

function causeOf({ status, description, schema, examples }: Answer): Block[] {
  const messages = Object.values(examples).map(({ summary, value }) => {
    const { message, param } = value["error"] as { message: string; param?: string };
    return [summary, `"${message}"`, param ? `\`${param}\`` : ""];
  });
  return [
    {
      markdown: `HTTP ${status}. ${schema.description}`,
      html: `<p><span class="status">${status}</span> ${inline(schema.description ?? "")}</p>`,
    },
    description,
    table(["For example", "`error.message`", "`error.param`"], messages),
  ];
}
