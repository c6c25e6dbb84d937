import { readdir, readFile } from "node:fs/promises";
import { docsUrl, WorkError } from "@qoder/work-client";
import { type Operation, type Response, type Schema, successesOf } from "@qoder/work-codegen";
import { decodeHTMLStrict } from "entities";
import { describe, expect, test, vi } from "vitest";
import { api, editedApi } from "../test/api.ts";
import { files, pages, read, spaced, words, wordsOf } from "../test/built.ts";
import { faultsOfLinks } from "../test/links.ts";
import { type Page, print } from "./content.ts";
import { directives } from "./directives.ts";
import { pageHtml, type Site } from "./layout.ts";
import { plain, table } from "./markdown.ts";
import { operationPage } from "./reference.ts";
import { errorsOf, errorTypeOf, exampleAnswerOf, examplesOf } from "./responses.ts";
import { samplesOf, withSamples } from "./samples.ts";
import { securityOf } from "./security.ts";
import { dist } from "./serve.ts";
import { siteOf } from "./write-site.ts";

vi.setConfig({ testTimeout: 60_000 });

/** The words of a text in a cell of a table, in which a list is no list. */
const inCell = (text: string) => plain(table(["-"], [[text]])).slice(2);

/** The properties that an answer has. */
const answered = ({ properties = {} }: Schema) =>
  Object.entries(properties).filter(([, { writeOnly }]) => !writeOnly);

function names(schema: Schema, outer: Schema[] = []): string[] {
  if (outer.includes(schema)) return [];
  const { items, allOf = [] } = schema;
  const own = answered(schema);
  const inside = [...own.map(([, property]) => property), ...allOf, ...(items ? [items] : [])];
  return [...own.map(([name]) => name), ...inside.flatMap((one) => names(one, [...outer, schema]))];
}

describe.each(api.operations)("the page of $id", (operation) => {
  const { id, summary, method, path, parameters } = operation;
  const schemas = successesOf(operation).flatMap((response) => response.contents[0]?.schema ?? []);

  test("says all that the spec says", async () => {
    const text = await words(`${id}.html`);
    expect(text).toContain(plain(summary));
    expect(text).toContain(`${method.toUpperCase()} ${path}`);
    for (const { name, description } of parameters) {
      expect(text).toContain(name);
      expect(text).toContain(plain(description));
    }
    for (const name of schemas.flatMap((schema) => names(schema))) expect(text).toContain(name);
    for (const error of errorsOf(operation)) {
      const type = errorTypeOf(error) ?? "";
      expect(text).toContain(spaced(`${error.status} ${type} ${inCell(error.description)}`));
    }
    for (const [, { value }] of operation.responses.flatMap(examplesOf))
      expect(text).toContain(spaced(JSON.stringify(value, null, 2)));
    for (const { label, source } of samplesOf(api, operation)) {
      expect(text).toContain(label);
      expect(await read(`${id}.html.md`)).toContain(source);
    }
  });

  test("says what the samples print, which is the first response", async () => {
    const markdown = await read(`${id}.html.md`);
    const [, first] = /## Response examples[\s\S]*?```json\n([\s\S]*?)```/.exec(markdown) ?? [];
    const answer = exampleAnswerOf(operation);
    expect(markdown.includes("Unless noted, samples print the first response below.")).toBe(
      answer !== undefined,
    );
    if (answer !== undefined) expect(JSON.parse(first ?? "")).toEqual(answer); // which may have a field `constructor`
  });

  test("has a link to each name that stays", async () => {
    const html = await read(`${id}.html`);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => decodeHTMLStrict(id));
    for (const { name } of parameters) expect(ids).toContain(`parameter.${name}`);
    for (const [name] of schemas.flatMap(answered)) expect(ids).toContain(`response.${name}`);
  });
});

test("the first page lists the operations of each tag after what the tag is", async () => {
  const text = await words("index.html");
  const tags = new Map(api.tags.map(({ name, description }) => [name, plain(description)]));
  for (const [tag = "", operations] of Map.groupBy(api.operations, ({ tags: [first] }) => first)) {
    const titles = operations.map(({ summary, id }) => plain(summary) || id);
    const list = text.slice(text.indexOf(spaced(`${tag} ${tags.get(tag) ?? ""} ${titles[0]}`)));
    expect(list.length).toBeGreaterThan(1);
    expect(titles.filter((title) => !list.includes(title))).toStrictEqual([]);
  }
});

test("the facts of the page that the vendor has for this operation are all there", async () => {
  const page = await words("getWorkItem.html");
  const rows = api.operations
    .filter(({ id }) => id === "getWorkItem")
    .flatMap((operation) => securityOf(api, operation).credentials)
    .map(
      ({ name, isRequired, prefix, variable }) =>
        `${name} ${isRequired ? "Yes" : "No"} ${prefix}$${variable}`,
    );
  const facts = [
    "GET /api/v1/cloud/environments/{environment_id}/work/{work_id}",
    "self_hosted Environment",
    "environment_id string, starts with env_ required",
    "work_id string, starts with work_ required",
    ...rows,
    "/api/v1/cloud/environments/env_019e64e01a137caf953ac2ac7b42ec5c/work/work_019f3be4fd2475d9a784bf2c739e1194",
    "400 invalid_request_error The Environment is not self_hosted.",
    "401 authentication_error The token is missing, wrong, expired or revoked.",
    "403 permission_error The token is valid but does not allow this operation",
    "404 not_found_error The Environment or the work item does not exist.",
  ];
  for (const fact of facts) expect(page).toContain(fact);
  const html = await read("getWorkItem.html");
  expect(html).toContain('href="https://docs.qoder.com/cloud-agents/environments"');
  expect(html).toContain('href="errors.html#the-envelope"');
  expect(html).toContain('<h3 id="work-item-object">');
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(await read("getWorkItem.html.md")) ?? [];
  const fields =
    "id type environment_id data state created_at acknowledged_at started_at latest_heartbeat_at stop_requested_at stopped_at metadata";
  const shown = Object.keys(JSON.parse(example)).filter((name) => fields.split(" ").includes(name)); // there may be others
  expect(shown).toStrictEqual(fields.split(" "));
});

test("the client's errors link to a section of their own", async () => {
  const html = await read("errors.html");
  const types = api.operations.flatMap(errorsOf).flatMap((error) => errorTypeOf(error) ?? []);
  const kinds = ["api", "connection", "timeout", "decode", "argument", "state"] as const;
  const errors = [
    ...types.map((type) => new WorkError("api", "", { status: 400, type })),
    ...kinds.map((kind) => new WorkError(kind, "")),
  ];
  for (const error of errors) {
    const [page, section] = docsUrl(error).split("#");
    expect(page).toBe(`${api.site}errors.html`);
    expect(html).toContain(`<h3 id="${section}">`);
  }
});

test("each cause of an error says which operations have it", async () => {
  const text = await words("errors.html");
  const typed = api.operations.flatMap(errorsOf).filter(errorTypeOf);
  for (const { status, description, ...error } of typed) {
    const type = error.contents[0]?.schema.description;
    const all = api.operations.filter((operation) =>
      errorsOf(operation).some((one) => one.status === status && one.description === description),
    );
    const isShared = all.length === api.operations.length;
    const names = isShared ? "All operations" : all.map(({ summary }) => summary).join(", ");
    expect(text).toContain(
      [status, plain(names), type && plain(type), plain(description)].filter(Boolean).join(" "),
    );
  }
});

test("a page says that errors with a type share the envelope, where another has a body of its own", () => {
  const operation = api.operations.find((one) => errorsOf(one).some(errorTypeOf)) as Operation;
  const schema: Schema = { type: "object", properties: { reason: { type: "string" } } };
  const contents = [{ mediaType: "application/json", schema, examples: {}, encoding: {} }];
  const busy = { status: "503", description: "Busy.", headers: [], contents, links: {} };
  const pageWith = (...more: Response[]) =>
    print(operationPage(api, { ...operation, responses: [...operation.responses, ...more] }).content());
  expect(pageWith().markdown).toContain("Every error has the same [envelope]");
  const { markdown, html } = pageWith(busy);
  expect(markdown).toContain("Each error with a type has the same [envelope]");
  expect(html).toContain('id="error.reason"');
});

test("each state of the lifecycle says what sets it", async () => {
  const text = await words("lifecycle.html");
  const { properties = {} } = api.schemas["WorkItem"] ?? {};
  const { "x-enumDescriptions": meanings = {} } = api.schemas["WorkItemState"] ?? {};
  const places = [
    ["queued"],
    ["starting", "acknowledged_at"],
    ["active", "started_at", "latest_heartbeat_at"],
    ["stopping", "stop_requested_at"],
    ["stopped", "stopped_at"],
  ].map(([state = "", ...names]) => {
    const sets = names.filter((name) => Object.hasOwn(properties, name)).join(" and ");
    return text.indexOf(spaced(`${state} ${plain(meanings[state] ?? "")} ${sets && `Sets ${sets}.`}`));
  });
  expect(places).not.toContain(-1);
  expect(places.toSorted((one, other) => one - other)).toStrictEqual(places);
});

test("every link and every fragment leads somewhere, and no id is used twice", async () => {
  expect(files).toContain("redoc.html");
  expect(await faultsOfLinks(dist)).toStrictEqual([]);
});

test("each page leads to the one before and the one after, and a guide to its sections", async () => {
  const [nav = ""] = (await read("index.html")).split("</nav>");
  const order = [...nav.matchAll(/<li><a href="(\w+\.html)"/g)].map(([, file]) => file);
  const all = order.filter((file) => file !== "redoc.html");
  expect(all.length).toBe(pages.length - 1); // but for that of a wrong address
  for (const [index, file = ""] of all.entries()) {
    const html = await read(file);
    const linked = (rel: string) => new RegExp(`rel="${rel}" href="([^"]+)"`).exec(html)?.[1];
    expect(linked("prev"), file).toBe(all[index - 1]);
    expect(linked("next"), file).toBe(all[index + 1]);
  }
  const errors = await read("errors.html");
  const [, contents = ""] = /<aside class="toc"(.+?)<\/aside>/s.exec(errors) ?? [];
  const ids = [...errors.matchAll(/<h[23] id="([^"]+)"/g)].map(([, id]) => id);
  expect([...contents.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)).toStrictEqual(ids);
});

test("each page leads to the file it comes from, where the address for edits is known", async () => {
  const editLink = (site: Site, page: Page) =>
    /<a href="([^"]+)">Edit this page/.exec(
      pageHtml(site, page, { html: "", markdown: "", places: [] }),
    )?.[1];
  vi.stubEnv("DOCS_EDIT_URL", undefined);
  const unknown = siteOf(api);
  vi.stubEnv("DOCS_EDIT_URL", "https://git.example/edit/main");
  const known = siteOf(api);
  vi.unstubAllEnvs();
  for (const page of known.pages) {
    expect(editLink(unknown, page)).toBeUndefined();
    const [before, file = ""] = editLink(known, page)?.split("/main/") ?? [];
    expect(before).toBe("https://git.example/edit");
    const text = await readFile(new URL(`../../../${file}`, import.meta.url), "utf8");
    const words = text.replaceAll(/\s+/g, " ");
    const titles = ["# ", "summary: ", "summary: >- "].map((begin) => begin + page.title);
    const isThere =
      page.file === "index.html" ? words.includes("{{title}}") : titles.some((one) => words.includes(one));
    expect(isThere, file).toBe(true);
  }
});

test("the overview begins with what a work item is and a first call", async () => {
  const overview = await words("index.html");
  const [first = ""] = api.info.description.split("\n\n");
  const [about, call, cards] = [plain(first), "work.getWorkItem({", "The credentials of a request"].map(
    (part) => overview.indexOf(part),
  );
  expect(about).toBeGreaterThan(0);
  expect(call).toBeGreaterThan(about as number);
  expect(cards).toBeGreaterThan(call as number);
  expect(overview.split(plain(first))).toHaveLength(2);
});

test("the guides say which Node the mock needs, and what a state is as the spec does", async () => {
  const manifest = new URL("../node_modules/@qoder/work-mock/package.json", import.meta.url);
  const { engines } = JSON.parse(await readFile(manifest, "utf8"));
  const needed = `needs Node ${engines.node.replace(">=", "")} or later`;
  expect(await words("quickstart.html")).toContain(needed);
  expect(await words("mocking.html")).toContain(needed);
  const { description = "" } = api.schemas["WorkItem"]?.properties?.["state"] ?? {};
  expect(await words("lifecycle.html")).toContain(plain(description));
});

test("the guides hold no program of their own: each comes from a file that the tests run", async () => {
  const folder = new URL("../guides/", import.meta.url);
  for (const file of await readdir(folder)) {
    const blocks = [...(await readFile(new URL(file, folder), "utf8")).matchAll(/^```(\w*)$/gm)].map(
      ([, name]) => name,
    );
    expect(
      blocks.filter((name) => name && name !== "sh"),
      file,
    ).toStrictEqual([]);
  }
});

test("a field, a state and an operation that are added to the spec are on the site", async () => {
  const edited = await editedApi({
    "components/schemas/WorkItem.yaml": (text) =>
      text.replace(
        "\nproperties:\n",
        `\nproperties:\n  case_attempt:\n    type: integer\n    minimum: 1\n    description: Counts.\n`,
      ),
    "components/schemas/EnvironmentId.yaml": (text) => text.replace(/env_019\w+/, "env_a/b"),
    "components/schemas/WorkItemState.yaml": (text) =>
      text
        .replace("  - stopping\n", "  - case_paused\n  - stopping\n")
        .replace("  stopping:", "  case_paused: It rests.\n  stopping:"),
    "components/examples/CasePaused.yaml": () =>
      "summary: At rest\nvalue: { id: work_1, state: case_paused, started_at: null, stop_requested_at: null }\n",
    "components/responses/WorkItem.yaml": (text) =>
      text.replace(
        /examples:\n(?: {6}.*\n)+/,
        "$&      case_paused:\n        $ref: ../examples/CasePaused.yaml\n",
      ),
    "components/responses/CaseTooLarge.yaml": () => `description: The limit is too large.
headers: { Retry-After: { required: true, description: When to come back., schema: { type: integer } } }
content:
  application/json:
    schema: { $ref: ../schemas/InvalidRequestError.yaml }
    examples:
      limit: { summary: A limit of 51, value: { error: { message: Too large., param: limit } } }
`,
    "openapi.yaml": (text) =>
      text
        .replace(
          "\npaths:\n",
          "$&  /api/v1/cloud/environments/{environment_id}/cases:\n    $ref: paths/cases.yaml\n  /others: { $ref: paths/others.yaml }\n",
        )
        .replace(/(?<=^ +title: ).*/m, "New API"),
    "paths/others.yaml": () =>
      'get: { operationId: listOthers, tags: [Case], responses: { "204": { description: None. } } }',
    "paths/cases.yaml": () => `get:
  operationId: listCases
  summary: List cases
  description: Lists them.
  tags: [Work]
  parameters:
    - { $ref: ../components/parameters/EnvironmentId.yaml }
    - { name: limit, in: query, description: How many., schema: { type: integer, maximum: 50 } }
  responses:
    "200": { $ref: ../components/responses/WorkItem.yaml }
    "400": { $ref: ../components/responses/CaseTooLarge.yaml }
`,
  });
  const site = siteOf(edited);
  const html = (file: string) => {
    const page = site.pages.find((one) => one.file === file);
    return page ? pageHtml(site, page, print(page.content())) : "";
  };

  expect(wordsOf(html("getWorkItem.html"))).toContain("case_attempt integer, at least 1 Counts.");
  expect(wordsOf(html("lifecycle.html"))).toContain("case_paused It rests.");
  const list = wordsOf(html("listCases.html"));
  expect(list).toContain("Query parameters limit integer, at most 50 How many.");
  expect(list).toContain("work.listCases({");
  expect(list).toContain("/environments/env_a%2Fb/cases");
  expect(html("index.html")).toContain("<h1>New API</h1>");
  expect(html("index.html")).toContain('<a href="listCases.html">List cases</a>');
  // Redoc shows this document; building its page takes longer than all else.
  expect(JSON.stringify(withSamples(edited))).toMatch(/"operationId":"listCases".*work\.listCases\(/);
  const errors = wordsOf(html("errors.html"));
  expect(errors).toContain("The Environment is not self_hosted.");
  expect(errors).toContain(
    "The limit is too large. Headers: Retry-After integer required When to come back.",
  );
  expect(list).toContain("The limit is too large. Headers: Retry-After.");
  const groups = site.pages.map(({ group }) => group);
  expect(groups.filter((group, at) => group !== groups[at - 1])).toStrictEqual([...new Set(groups)]);
});

test("the guide to the client has the options of its README", async () => {
  const readme = await readFile(new URL("../../client/README.md", import.meta.url), "utf8");
  const [, options = ""] = readme.split("## Options");
  const text = await words("client.html");
  const rows = [...(options.split("\n## ")[0] ?? "").matchAll(/^\| `(\w+)` .*\| (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(5);
  for (const [, name = "", meaning = ""] of rows) {
    expect(text).toContain(name);
    expect(text).toContain(plain(meaning));
  }
});

test("a guide that names something unknown stops the build with its name", async () => {
  const insert = directives(api, []);
  expect(() => insert("sample getWorkItem Rust")).toThrow(
    'A guide names the sample "Rust", which does not exist.',
  );
  expect(() => insert("nothing")).toThrow('A guide names the directive "nothing", which does not exist.');
});

test("a lifecycle with a state that no example has stops the build with its name", () => {
  const operations = structuredClone(api.operations);
  for (const { contents } of operations.flatMap(({ responses }) => responses))
    for (const content of contents) content.examples = {};
  expect(() => directives({ ...api, operations }, [])("lifecycle getWorkItem state")).toThrow(
    "The lifecycle needs an example whose state is queued.",
  );
});
