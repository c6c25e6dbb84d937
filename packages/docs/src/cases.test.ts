import { toHtml } from "hast-util-to-html";
import MiniSearch from "minisearch";
import { expect, test } from "vitest";
import { editedApi } from "../test/api.ts";
import { pageOf } from "./html.ts";
import { markdownOf } from "./markdown.ts";
import { operationPage } from "./reference.ts";
import { samplesOf } from "./samples.ts";
import { entriesOf } from "./search-entries.ts";
import { options } from "./site/search-options.ts";
import type { Page } from "./tree.ts";

const path = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";
const schema = (name: string) => `components/schemas/${name}.yaml`;

/** The page of an operation that `path` has in an edited copy of the spec. Its search has an entry for each link. */
async function pageIn(edits: Parameters<typeof editedApi>[0]) {
  const api = await editedApi(edits);
  const operation = api.operations.find((one) => api.where(one).file.endsWith(path));
  if (!operation) throw new Error(`${path} has no operation.`);
  const page = operationPage(api, operation);
  const html = toHtml(pageOf(page.content));
  new MiniSearch(options).addAll(entriesOf(page)); // refuses an id that it has
  return { page, html, markdown: markdownOf(page.content), samples: samplesOf(api, operation) };
}

const entry = (page: Page, id: string) => entriesOf(page).find((one) => one.id === `${page.file}#${id}`);

test("an allOf shows the fields of its parts, and which are required", async () => {
  const { markdown, html } = await pageIn({
    [schema("CasePerson")]: () => `type: object
description: Who asked for the work.
properties:
  name: { type: string, description: Display name. }
  mail: { type: string, description: Address. }
`,
    [schema("WorkItem")]: (text) => `${text}  case_owner:
    type: object
    description: Who owns the item; always with a name.
    allOf: [{ $ref: CasePerson.yaml }]
    required: [name]
  case_approver:
    description: Who approved; with a mail.
    allOf: [{ $ref: CasePerson.yaml }, { required: [mail] }]
`,
  });
  expect(markdown).toContain(`- \`case_owner\` (object): Who owns the item; always with a name.
  - \`name\` (string, required): Display name.
  - \`mail\` (string): Address.
- \`case_approver\` (object): Who approved; with a mail.
  - \`name\` (string): Display name.
  - \`mail\` (string, required): Address.
`);
  expect(html).toContain('id="response.case_approver.mail"');
});

test("a heading that a description repeats, or has in common with the page, has an id of its own", async () => {
  const { page, html } = await pageIn({
    [path]: (text) =>
      text.replace(
        /description: \|\n/,
        "$&    Returns.\n\n    ### Notes\n\n    First.\n\n    ### Notes\n\n    Second.\n\n    ## Response\n\n    Its.\n\n",
      ),
  });
  expect(html).toContain('<h3 id="notes">');
  expect(html).toContain('<h3 id="notes-1">');
  expect(html).toContain('<h2 id="response-1"><a class="anchor" href="#response-1">');
  expect(entry(page, "notes-1")).toMatchObject({ title: "Notes", text: "Second." });
  expect(entry(page, "response")?.text).toMatch(/^200 /);
});

test("a parameter of the operation replaces that of the path", async () => {
  const { html, markdown } = await pageIn({
    [path]: (text) => `parameters:
  - { $ref: ../components/parameters/EnvironmentId.yaml }
  - name: work_id
    in: path
    required: true
    description: Text of the path.
    schema: { $ref: ../components/schemas/WorkItemId.yaml }
${text.replace(/ {4}- \$ref: \S+EnvironmentId.yaml\n/, "")}`,
  });
  expect(html.match(/id="parameter.work_id"/g)).toHaveLength(1);
  expect(markdown).toContain("The work item to read.");
  expect(markdown).not.toContain("Text of the path.");
});

test("a description of a property is Markdown, on the page and in the search", async () => {
  const { page, html, markdown } = await pageIn({
    [schema("WorkItemState")]: (text) =>
      text.replace(
        /description: \|\n/,
        '$&  Where the item is.\n\n  - `queued` comes first\n  - `stopped` comes last\n\n  | from | to |\n  | --- | --- |\n  | `queued` | `starting` |\n\n  ```json\n  {"state": "queued"}\n  ```\n\n',
      ),
  });
  const [, state = ""] = html.split('id="response.state"');
  expect(state).toMatch(/^[\s\S]*?<ul>\s*<li><code>queued<\/code> comes first[\s\S]*?<table>[\s\S]*?<pre /);
  expect(markdown).toContain("\n  | `queued` | `starting` |\n");
  expect(markdown).toContain('\n  ```json\n  {"state": "queued"}\n  ```\n');
  expect(entry(page, "response.state")).toMatchObject({
    title: "state",
    text: expect.stringMatching(/^Where the item is\. queued comes first stopped comes last from to/),
  });
});

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
`;

test("arrays and objects are in the address as their style says", async () => {
  const { html, samples } = await pageIn({
    [path]: (text) => text.replace("  responses:", `${query}  responses:`),
  });
  for (const { label, source, output } of samples) {
    if (label === "TypeScript") expect(source).toContain(`  states: [\n    "active",\n    "queued"\n  ],\n`);
    else if (!output) expect(source).toContain("?states=active&states=queued&owner=ada&kind=api");
  }
  expect(html).toContain('data-example="[&#x22;active&#x22;,&#x22;queued&#x22;]"');
  expect(html.match(/ name="server"/g)).toHaveLength(1);
});

test("an operation of any other kind has a page", async () => {
  const { html, markdown, samples } = await pageIn({
    [path]: () => `post:
  operationId: changeThing
  summary: Change
  description: Changes it.
  parameters:
    - { name: environment_id, in: path, required: true, schema: { type: string } }
    - { name: work_id, in: path, required: true, schema: { type: string } }
    - { name: Idempotency-Key, in: header, required: true, schema: { type: string, examples: [key-1] } }
  requestBody:
    content: { application/json: { schema: { type: object, required: [note], properties: { note: { type: string, examples: ["it's"] } } } } }
  responses:
    "201": { description: Made., content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }
    "204": { description: Nothing to say. }
    4XX: { description: Wrong., content: { text/plain: {} } }
    default: { description: Else. }
`,
  });
  expect(html).toContain('<span class="method">POST</span>');
  for (const id of ["parameter.Idempotency-Key", "body.note", "response.id"])
    expect(html).toContain(`id="${id}"`);
  expect(markdown).toContain("| 4XX | | Wrong. |");
  expect(markdown).toContain("**204** Nothing to say.");
  const sources = Object.fromEntries(samples.map(({ label, source }) => [label, source]));
  expect(sources["curl"]).toMatch(
    /--header 'Idempotency-Key: key-1'[\s\S]*--request POST \\\n {2}--data '\{"note":"it'\\''s"\}'$/,
  );
  expect(sources["fetch"]).toContain('  method: "POST",\n');
  expect(sources["Python"]).toContain(`    data="{\\"note\\":\\"it's\\"}".encode(),`);
});
