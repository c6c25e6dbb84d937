import MiniSearch from "minisearch";
import { expect, test } from "vitest";
import { editedApi } from "../test/api.ts";
import { type Page, print } from "./content.ts";
import { directives } from "./directives.ts";
import { errorSections } from "./errors.ts";
import { operationPage } from "./reference.ts";
import { samplesOf } from "./samples.ts";
import { options } from "./site/search-options.ts";
import { entriesOf } from "./write-site.ts";

const id = "{ name: case_id, in: path, required: true, schema: { type: string } }";

/** An operation that returns an object with these properties, each in YAML. */
const reading = (properties: string, description = "Reads it.", parameters = "") => `get:
  operationId: handleCase
  summary: Handle
  description: |
${indented(4, description)}
  parameters:
    - ${id}
${parameters}  responses:
    "200":
      description: Found.
      content:
        application/json:
          schema:
            type: object
            properties:
${indented(14, properties)}
`;

const indented = (by: number, text: string) => text.replace(/^(?=.)/gm, " ".repeat(by));

const query = `    - name: states
      in: query
      required: true
      description: Which states to list.
      schema: { type: array, items: { type: string }, examples: [[active, queued]] }
    - name: filter
      in: query
      description: Fields to match.
      schema:
        type: object
        properties: { owner: { type: string, description: Owner. }, kind: { type: string, description: Kind. } }
        examples: [{ owner: ada, kind: api }]
    - { name: server, in: query, description: Like a field of the form., schema: { type: string } }
  security: []
`;

const described = (text: string) => id.replace("schema", `description: ${text}, schema`);

/** Operations that are added to a copy of the spec, by name. */
const cases: Record<string, string> = {
  allOf: reading(`owner:
  type: object
  description: Who owns the item; always with a name.
  allOf: [{ $ref: ../components/schemas/CasePerson.yaml }]
  required: [name]
approver:
  description: Who approved; with a mail.
  allOf: [{ $ref: ../components/schemas/CasePerson.yaml }, { required: [mail] }]`),
  repeatedHeading: reading(
    'state: { type: string }\n"": { type: string }',
    "Returns.\n\n### Notes\n\nFirst.\n\n### Notes\n\nSecond.\n\n## Response\n\nIts.\n",
  ),
  twoAnswers: `put:
  operationId: handleCase
  parameters: [${id}]
  responses:
    "200": &person
      description: Who it is for.
      content: { application/json: { schema: { $ref: ../components/schemas/CasePerson.yaml } } }
    "201": *person
`,
  sameParameter: `parameters:\n  - ${described("Text of the path.")}\n${reading("state: { type: string }").replace(id, described("Text of the operation."))}`,
  description: reading(`state:
  type: string
  description: |
    Where the item is.

    - \`queued\` comes first
    - \`stopped\` comes last

    | from | to |
    | --- | --- |
    | \`queued\` | \`starting\` |

    \`\`\`json
    {"state": "queued"}
    \`\`\`
  enum: [queued, stopped]
  x-enumDescriptions: { queued: Waiting., stopped: At its end. }`),
  styles: reading("state: { type: string }", "Lists them.", query),
  anyOther: `post:
  operationId: handleCase
  summary: Change
  description: Changes it.
  parameters:
    - ${id}
    - { name: Idempotency-Key, in: header, required: true, schema: { type: string, examples: [key-1] } }
  requestBody:
    content: { application/json: { schema: { type: object, required: [note], properties: { note: { type: string, examples: ["it's"] } } } } }
  responses:
    "201": { description: Made., content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }
    "204": { description: Nothing to say. }
    4XX: { description: Wrong., content: { text/plain: {} } }
    default: { description: Else. }
`,
  texts: `get:
  operationId: handleCase
  summary: >
    Read
    a text
  description: "![Diagram](https://other.example/a.png)"
  parameters:
    - ${id}
    - { name: quote, in: query, required: true, description: Any., schema: { type: string, examples: ["it's"] } }
    - { name: flag, in: query, description: Off., schema: { type: boolean, default: false } }
    - { name: word, in: query, description: None., schema: { type: string, default: "", pattern: "^\`?$" } }
    - { name: list, in: query, description: "1. One", schema: { type: string, enum: [a], x-enumDescriptions: { a: "Is\\n\\na." } } }
    - name: pet
      in: query
      description: Its kind.
      schema: { type: string, oneOf: [{ const: dog, description: Loyal. }, { const: cat, title: Cat }, { const: "" }] }
  responses:
    "204": { description: Done. }
    "400":
      description: |
        It is wrong. One of:

        - \`limit\` is 0
        - it holds \`a|b\`

        \`\`\`json
        {}
        \`\`\`
      content:
        application/json:
          schema: { properties: { error: { properties: { type: { const: case_error }, message: { type: string } } } } }
          examples: { empty: { summary: Of old servers., value: {} } }
`,
};

const person = `type: object
description: Who asked for the work.
properties:
  name: { type: string, description: Display name. }
  mail: { type: string, description: Address. }
`;

const paths = Object.keys(cases).map((name) => `  /${name}/{case_id}:\n    $ref: paths/${name}.yaml\n`);
const files = Object.entries(cases).map(([name, item]) => [
  `paths/${name}.yaml`,
  () => item.replace("handleCase", name),
]);
const api = await editedApi({
  "openapi.yaml": (text) => text.replace("\npaths:\n", `$&${paths.join("")}`),
  "components/schemas/CasePerson.yaml": () => person,
  ...Object.fromEntries(files),
});

/** The page of an operation, whose search has an entry for each link. */
function pageOfCase(name: string) {
  const operation = api.operations.find(({ id }) => id === name);
  if (!operation) throw new Error(`The copy has no operation ${name}.`);
  const page = operationPage(api, operation);
  const printed = print(page.content());
  new MiniSearch(options).addAll(entriesOf(page, printed)); // refuses an id that it has
  return { page, ...printed, samples: samplesOf(api, operation) };
}

const entry = (page: Page, id: string) =>
  entriesOf(page, print(page.content())).find((one) => one.id === `${page.file}#${id}`);

test("an allOf shows the fields of its parts, and which are required", () => {
  const { markdown, html } = pageOfCase("allOf");
  expect(markdown).toContain(`- \`owner\` (object): Who owns the item; always with a name.
  - \`name\` (string, required): Display name.
  - \`mail\` (string): Address.
- \`approver\` (object): Who approved; with a mail.
  - \`name\` (string): Display name.
  - \`mail\` (string, required): Address.
`);
  expect(html).toContain('id="response.approver.mail"');
});

test("a heading that a description repeats, or has in common with the page, has an id of its own", () => {
  const { page, html } = pageOfCase("repeatedHeading");
  expect(html).toContain('<h2 id="notes">'); // `###` in the description
  expect(html).toContain('<h2 id="notes-1">');
  expect(html).toContain('href="#response."><code>&quot;&quot;</code></a>');
  expect(html).toContain('<h2 id="response-1"><a class="anchor" href="#response-1">');
  expect(entry(page, "notes-1")).toMatchObject({ title: "Notes", text: "Second." });
  expect(entry(page, "response")?.text).toMatch(/^200 /);
});

test("an object that two answers hold has two places", () => {
  const { page, html } = pageOfCase("twoAnswers");
  expect(html).toMatch(
    /<h3 id="case-person-object">[\s\S]*id="response\.name"[\s\S]*<h3 id="case-person-object-1">/,
  );
  expect(entry(page, "case-person-object-1")).toMatchObject({ title: "Case person object" });
});

test("a parameter of the operation replaces that of the path", () => {
  const { html, markdown } = pageOfCase("sameParameter");
  expect(html.match(/id="parameter.case_id"/g)).toHaveLength(1);
  expect(markdown).toContain("Text of the operation.");
  expect(markdown).not.toContain("Text of the path.");
});

test("a description of a property is Markdown, on the page and in the search", () => {
  const { page, html, markdown } = pageOfCase("description");
  const [, state = ""] = html.split('id="response.state"');
  expect(state).toMatch(/^[\s\S]*?<ul>\s*<li><code>queued<\/code> comes first[\s\S]*?<table>[\s\S]*?<pre /);
  expect(markdown).toContain("\n  | `queued` | `starting` |\n");
  expect(markdown).toContain('\n  ```json\n  {"state": "queued"}\n  ```\n');
  expect(entry(page, "response.state")).toMatchObject({
    title: "state",
    text: expect.stringMatching(/^Where the item is\. queued comes first stopped comes last from to/),
  });
});

test("arrays and objects are in the address as their style says", () => {
  const { html, samples } = pageOfCase("styles");
  for (const { label, source, output } of samples) {
    if (label === "TypeScript") expect(source).toContain(`  states: [\n    "active",\n    "queued"\n  ],\n`);
    else if (!output) expect(source).toContain("?states=active&states=queued&owner=ada&kind=api");
  }
  expect(html).toContain('data-example="[&quot;active&quot;,&quot;queued&quot;]"');
  expect(html.match(/ name="server"/g)).toHaveLength(1);
});

test("an operation of any other kind has a page", () => {
  const { html, markdown, samples } = pageOfCase("anyOther");
  expect(html).toContain("<code>POST</code> <code>/");
  for (const link of ["parameter.Idempotency-Key", "body.note", "response.id"])
    expect(html).toContain(`id="${link}"`);
  expect(markdown).toContain("| 4XX | | Wrong. |");
  expect(markdown).toContain("**204** Nothing to say.");
  const sources = Object.fromEntries(samples.map(({ label, source }) => [label, source]));
  for (const source of Object.values(sources)) expect(source).toMatch(/Idempotency-Key["']?: ["']?key-1/);
  expect(sources["curl"]).toMatch(/--request POST [\s\S]*--data '\{\n {2}"note": "it'\\''s"\n\}'$/);
  expect(sources["fetch"]).toContain("  method: 'POST',\n");
  expect(sources["fetch"]).toContain("  body: JSON.stringify({\n    note: 'it\\'s'\n  })");
  expect(sources["Python"]).toContain(`payload = json.dumps({\n  "note": "it's"\n})`);
});

test("a default, a value and a meaning are shown, whatever they are", () => {
  const { markdown } = pageOfCase("texts");
  for (const text of [
    "- `flag` (boolean, default false): Off.",
    '- `word` (string, matches ^\\`?$, default ""): None.',
    "- `list` (string):\n  1. One\n\n  - `a`: Is\n\n    a.",
    '- `pet` (string): Its kind.\n\n  - `dog`: Loyal.\n  - `cat`: Cat\n  - `""`',
  ])
    expect(markdown).toContain(text);
});

test("an apostrophe does not end the address in a sample", () => {
  const { samples } = pageOfCase("texts");
  for (const { label, source } of samples)
    expect(source).toContain(label === "TypeScript" ? `quote: "it's",` : "?quote=it%27s");
});

test("an error's description is one line in the table, and whole where its type is", () => {
  const { markdown } = pageOfCase("texts");
  expect(markdown).toContain(
    "(errors.html.md#case_error) | It is wrong. One of: `limit` is 0; it holds `a\\|b` `{}` |",
  );
  const { html } = print(errorSections(api));
  expect(html).toMatch(
    /<h3 id="case_error">[\s\S]*One of:[\s\S]*<li>it holds[\s\S]*<td[^>]*>Of old servers\.<\/td>/,
  );
});

test("a title that is folded in the spec is one line in each list", () => {
  const list = print(directives(api, [])("operations")).markdown;
  expect(list).toContain("- [Read a text](texts.html.md)\n");
  expect(list).toContain("- [twoAnswers](twoAnswers.html.md)\n");
});

test("an image of another host is a link, because no page loads anything from there", () => {
  const link = '<a href="https://other.example/a.png">Diagram</a>';
  expect(pageOfCase("texts").html).toContain(`<p>${link}</p>`);
  const badge = print(["[![Build](https://other.example/b.svg)](https://ci.example)"]).html;
  expect(badge).toBe('<p><a href="https://ci.example">Build</a></p>\n');
});

test("a comment in a block of code is no heading, where the overview is taken apart", () => {
  const about = "First.\n\n```sh\n# Set the token\nexport A=1\n```\n\nThen.\n\n";
  const description = `${about}# Limits\n\nNone.\n`;
  const insert = directives({ ...api, info: { ...api.info, description } }, []);
  expect(insert("about")).toStrictEqual([about]);
  expect(insert("overview")).toStrictEqual(["## Limits\n\nNone.\n"]);
  const underlined = directives(
    { ...api, info: { ...api.info, description: "Limits\n======\n\nNone.\n" } },
    [],
  );
  expect([underlined("about"), underlined("overview")].flat()).toStrictEqual(["", "## Limits\n\nNone.\n"]);
});
