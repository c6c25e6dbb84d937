import { cp, mkdtempDisposable, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint as lintFile, loadConfig } from "@redocly/openapi-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { editedCopy } from "../test/spec-copy.ts";
import type { SpecError } from "./lint.ts";
import { readApi } from "./read.ts";

vi.setConfig({ testTimeout: 60_000 });
const item = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";

/** The message of the lint for a copy of the spec; empty if it breaks no rule. */
const lint = (file: string): Promise<string> =>
  readApi(file).then(
    () => "",
    ({ message }: SpecError) => message,
  );

interface Mistake {
  mistake: string;
  file: string;
  edit: (text: string) => string;
  /** The line that the lint must point to: a file, and a text in it. */
  at: [file: string, text: string];
  sentence: string;
}

const schemas = "components/schemas";
const mistakes: Mistake[] = [
  {
    mistake: "an example that does not match its schema",
    file: "components/examples/WorkItemQueued.yaml",
    edit: (text) => text.replace("state: queued", "state: 7"),
    at: ["components/examples/WorkItemQueued.yaml", "state: 7"],
    sentence: "Example value must conform to the schema: `state` property type must be string",
  },
  {
    mistake: "a misspelled field of an example",
    file: "components/examples/WorkItemQueued.yaml",
    edit: (text) => text.replace("metadata:", "metadatum:"),
    at: ["components/examples/WorkItemQueued.yaml", "metadatum:"],
    sentence: "must NOT have unevaluated properties `metadatum`",
  },
  {
    mistake: "a property without a description",
    file: `${schemas}/WorkItem.yaml`,
    edit: (text) =>
      text
        .replace(/(?<=^ {2}created_at:\n(?: {4}.*\n)*) {4}description: .*\n/m, "")
        .replace("at:\n    type: string", "$& # here"),
    at: [`${schemas}/WorkItem.yaml`, "# here"],
    sentence: "Add a `description` to this property",
  },
  {
    mistake: "an id without a prefix pattern",
    file: `${schemas}/WorkItem.yaml`,
    edit: (text) =>
      text.replace(/(?<=^ {2}id:\n)(?: {4}.*\n)+/m, "    type: string\n    description: An id.\n"),
    at: [`${schemas}/WorkItem.yaml`, "  id:"],
    sentence: "`id` needs a schema with a prefix `pattern`",
  },
  {
    mistake: "an id pattern that is narrower than a prefix",
    file: `${schemas}/WorkItemId.yaml`,
    edit: (text) => text.replace(/^pattern: .*/m, "$&[0-9a-f]{32}\\$"),
    at: ["components/parameters/WorkItemId.yaml", "name:"],
    sentence: "`work_id` needs a schema with a prefix `pattern` and nothing narrower",
  },
  {
    mistake: "a media type without examples",
    file: "components/responses/InternalError.yaml",
    edit: (text) => text.replace(/ {4}examples:.*/s, ""),
    at: ["components/responses/InternalError.yaml", "schema:"],
    sentence: "Add `examples` with at least one named example",
  },
  {
    mistake: "an example with the summary of another",
    file: "components/responses/WorkItem.yaml",
    edit: (text) => text.replace("WorkItemQueued.yaml", "WorkItemActive.yaml"),
    at: ["components/responses/WorkItem.yaml", "queued:"],
    sentence: "Example `queued` needs a `summary` that no other example of this response has",
  },
  {
    mistake: "an example without a value",
    file: "components/examples/WorkItemQueued.yaml",
    edit: (text) => text.replace(/value:\n.*/s, "externalValue: https://api.example/queued.json\n"),
    at: ["components/responses/WorkItem.yaml", "queued:"],
    sentence: "Example `queued` needs a `value`",
  },
  {
    mistake: "a value of an enum without a description",
    file: `${schemas}/WorkItemState.yaml`,
    edit: (text) => text.replace(/ {2}stopping:.*\n/, ""),
    at: [`${schemas}/WorkItemState.yaml`, "- stopping"],
    sentence: "Describe `stopping` under `x-enumDescriptions`",
  },
  {
    mistake: "a value of an enum without an example",
    file: "components/responses/WorkItem.yaml",
    edit: (text) => text.replace(/ {6}queued:\n.*\n/, ""),
    at: ["components/responses/WorkItem.yaml", "examples:"],
    sentence: "Add an example whose `state` is `queued`",
  },
  {
    mistake: "a pattern that is no regular expression",
    file: `${schemas}/ErrorMessage.yaml`,
    edit: (text) => `${text}pattern: "["\n`,
    at: [`${schemas}/ErrorMessage.yaml`, 'pattern: "["'],
    sentence: "Invalid regular expression: /[/u",
  },
  {
    mistake: "an error without the envelope",
    file: `${schemas}/NotFoundError.yaml`,
    edit: (text) => text.replace("  - request_id\n", ""),
    at: [item, '"404":'],
    sentence: "Response 404 must answer `application/json` with the error envelope",
  },
  {
    mistake: "an error without a type of its own",
    file: `${schemas}/PermissionError.yaml`,
    edit: (text) => text.replace("        const: permission_error\n", ""),
    at: [item, '"403":'],
    sentence: "Response 403 must answer `application/json` with the error envelope and a `const`",
  },
  {
    mistake: "an operation without 401",
    file: item,
    edit: (text) => text.replace(/ {4}"401":\n.*\n/, ""),
    at: [item, "responses:"],
    sentence: "Document 401: the operation checks the token.",
  },
  {
    mistake: "an operation without 400",
    file: item,
    edit: (text) => text.replace(/ {4}"400":\n.*\n/, ""),
    at: [item, "responses:"],
    sentence: "Document 400: every operation checks its parameters.",
  },
  {
    mistake: "an operationId that is no verb and noun",
    file: item,
    edit: (text) => text.replace("getWorkItem", "WorkItem"),
    at: [item, "operationId: WorkItem"],
    sentence: "Name the operation verbNoun",
  },
  {
    mistake: "a GET that may do more than read",
    file: item,
    edit: (text) => text.replace("getWorkItem", "pollWorkItem"),
    at: [item, "operationId: pollWorkItem"],
    sentence: "Add `x-idempotent: true` if this GET only reads",
  },
  {
    mistake: "a body of a GET",
    file: item,
    edit: (text) => text.replace("getWorkItem", "$&\n  requestBody: { content: { application/json: {} } }"),
    at: [item, "requestBody:"],
    sentence: "`fetch` sends no body with GET and HEAD. Use query parameters.",
  },
  {
    mistake: "a timestamp of any offset",
    file: `${schemas}/WorkHeartbeat.yaml`,
    edit: (text) =>
      text.replace(/( +)type: string\n( +format: date-time\n) +pattern: .*\n/, "$2$1type: string\n"),
    at: [`${schemas}/WorkHeartbeat.yaml`, "format: date-time"],
    sentence: "Add the `pattern` of the other timestamps",
  },
  {
    mistake: "a spec that does not say where its docs are",
    file: "openapi.yaml",
    edit: (text) => text.replace(/^externalDocs:\n(?: .*\n)+/m, ""),
    at: ["openapi.yaml", "openapi:"],
    sentence: "Add `externalDocs` with the `url` of the documentation site",
  },
  {
    mistake: "a parameter without an example",
    file: `${schemas}/EnvironmentId.yaml`,
    edit: (text) => text.replace(/examples:.*/s, ""),
    at: [`${schemas}/EnvironmentId.yaml`, "type:"],
    sentence: "Add `examples` to the schema of this required parameter",
  },
];

test("the spec breaks no rule", async () => {
  await using copy = await editedCopy({});
  expect(await lint(copy.file)).toBe("");
});

const inExamples = mistakes.filter(({ file }) => file.startsWith("components/examples/"));

test.each(inExamples)(
  "$mistake is found where nothing else is wrong",
  async ({ file, edit, at, sentence }) => {
    await using copy = await editedCopy({ [file]: edit });
    const output = await lint(copy.file);
    expect(output).toContain(sentence);
    expect(output).toContain(await copy.place(...at));
  },
);

/** Mistakes in different files, which one lint finds together. */
const rounds: Mistake[][] = [];
for (const one of mistakes) {
  const filesOf = ({ file, at: [place] }: Mistake) => [file, place];
  const isFree = (other: Mistake) => filesOf(one).every((file) => !filesOf(other).includes(file));
  const round = rounds.find((others) => others.every(isFree));
  if (round) round.push(one);
  else rounds.push([one]);
}

describe.each(rounds.map((round) => ({ round })))("with other mistakes,", ({ round }) => {
  let copy: Awaited<ReturnType<typeof editedCopy>>;
  let output: string;
  beforeAll(async () => {
    copy = await editedCopy(Object.fromEntries(round.map(({ file, edit }) => [file, edit])));
    output = await lint(copy.file);
  });
  afterAll(() => copy[Symbol.asyncDispose]());

  test.each(round)("$mistake is named with file, line and what to do", async ({ sentence, at }) => {
    expect(output).toContain(sentence);
    expect(output).toContain(await copy.place(...at));
  });
});

test("an operation that takes no token documents no 401", async () => {
  await using copy = await editedCopy({
    [item]: (text) =>
      text
        .replace(/ {2}security:\n(?: {4}.*\n)+/, "")
        .replace(/ {4}"401":\n.*\n/, "")
        .replace("  tags:\n", "  security: []\n  tags:\n"),
  });
  expect(await lint(copy.file)).not.toContain(item); // the scheme may be unused now
});

test("a GET of any verb may say that it only reads", async () => {
  await using copy = await editedCopy({
    [item]: (text) => text.replace("getWorkItem", "pollWorkItem\n  x-idempotent: true"),
  });
  expect(await lint(copy.file)).toBe("");
});

test("an operationId used twice is named with file and line", async () => {
  await using copy = await editedCopy({
    "openapi.yaml": (text) =>
      text.replace(/^paths:\n(?:\n* .*\n)*/m, "$&  /second:\n    $ref: paths/second.yaml\n"),
    "paths/second.yaml": () => "get:\n  operationId: getWorkItem\n",
  });
  const output = await lint(copy.file);
  expect(output).toContain("Every operation must have a unique `operationId`");
  expect(output).toContain(await copy.place("paths/second.yaml", "operationId"));
});

test("an editor, which reads redocly.yaml of the root, shows a breach of a rule too", async () => {
  await using copy = await editedCopy({
    [item]: (text) => text.replace("getWorkItem", "WorkItem"),
  });
  await using root = await mkdtempDisposable(join(tmpdir(), "root-"));
  const configPath = join(root.path, "redocly.yaml");
  await cp(new URL("../../../redocly.yaml", import.meta.url), configPath);
  await symlink(copy.folder, join(root.path, "spec"));
  const config = await loadConfig({ configPath });
  const { root: file = "" } = config.resolvedConfig.apis?.["work"] ?? {};
  const problems = await lintFile({ ref: join(root.path, file), config: config.forAlias("work") });
  expect(problems.map(({ message }) => message).join()).toContain("Name the operation verbNoun");
});

test("a value of an enum needs one answer that shows it, and none if it is only sent", async () => {
  const response = `
      description: |
        The item.
      content:
        application/json:
          schema:
            $ref: ../components/schemas/WorkItem.yaml
          examples:
            queued:
              $ref: ../components/examples/WorkItemQueued.yaml`;
  const partOf = (text: string, name: string) =>
    new RegExp(`^ {2}${name}:\\n(?: {4}.*\\n)+`, "m").exec(text)?.[0] ?? "";
  await using copy = await editedCopy({
    [item]: (text) =>
      `${text}put:
  operationId: replaceWorkItem
  summary: Replace work item
  description: Replaces it.
${partOf(text, "tags")}  parameters:
    - $ref: ../components/parameters/EnvironmentId.yaml
    - $ref: ../components/parameters/WorkItemId.yaml
  requestBody:
    description: How to replace it.
    content:
      application/json:
        schema:
          type: object
          description: How to replace it.
          properties:
            mode:
              type: string
              description: How fast.
              enum:
                - fast
                - slow
        examples:
          fast:
            summary: At once
            value:
              mode: fast
${partOf(text, "responses").replace(/\n.*WorkItem.yaml/, response)}`,
  });
  expect(await lint(copy.file)).toBe("");
});

test("an id may be null", async () => {
  await using copy = await editedCopy({
    [`${schemas}/WorkItem.yaml`]: (text) =>
      text.replace(
        /^properties:\n/m,
        "$&  parent_id:\n    description: The item that made this one.\n    anyOf:\n      - $ref: WorkItemId.yaml\n      - type: 'null'\n",
      ),
    "components/examples/WorkItemQueued.yaml": (text) => `${text}  parent_id: null\n`,
    "components/examples/WorkItemActive.yaml": (text) => `${text}  parent_id: work_1\n`,
  });
  expect(await lint(copy.file)).toBe("");
});

test("each part of an error may be a file of its own", async () => {
  await using copy = await editedCopy({
    [`${schemas}/NotFoundError.yaml`]: (text) =>
      text.replace(/(?<=^ {2}error:\n)(?: {4}.*\n)+/m, "    $ref: NotFoundDetail.yaml\n"),
    [`${schemas}/NotFoundDetail.yaml`]: () => `type: object
description: What is missing.
required: [type, message]
properties:
  type:
    $ref: NotFoundType.yaml
  message:
    $ref: ErrorMessage.yaml
  param:
    $ref: ErrorParam.yaml
`,
    [`${schemas}/NotFoundType.yaml`]: () => "type: string\ndescription: Its kind.\nconst: not_found_error\n",
  });
  expect(await lint(copy.file)).toBe("");
});

test.each([
  ["components/responses/WorkItem.yaml", "schemas/WorkItem.yaml", "schemas/WorkItm.yaml"],
  ["components/responses/WorkItem.yaml", "examples/WorkItemQueued.yaml", "examples/WorkItmQueued.yaml"],
  ["components/schemas/WorkItem.yaml", "WorkItemState.yaml", "WorkItmState.yaml"],
  [item, "parameters/WorkItemId.yaml", "parameters/WorkItmId.yaml"],
])("one wrong $ref in %s is one message: %s", async (file, right, wrong) => {
  await using copy = await editedCopy({ [file]: (text) => text.replace(right, wrong) });
  const output = await lint(copy.file);
  expect(output.match(/^\S+:\d+:\d+$/gm)).toHaveLength(1);
  expect(output).toContain(await copy.place(file, wrong));
  expect(output).toMatch(/There is no .*\/components\/\S+\/WorkItm\w*\.yaml\./);
});

test("a file that is not there is told once, with all places that name it", async () => {
  await using copy = await editedCopy({});
  await rm(join(copy.folder, schemas, "WorkItem.yaml"));
  const output = await lint(copy.file);
  expect(output.match(/There is no \S+/g)).toStrictEqual([
    expect.stringMatching(/schemas\/WorkItem\.yaml\.$/),
  ]);
  expect(output.match(/^\S+:\d+:\d+$/gm)).toHaveLength(1);
  expect(output).toMatch(/\nThe same at \S+:\d+:\d+, /);
  expect(output).toContain(await copy.place("components/responses/StoppedWorkItem.yaml", "WorkItem.yaml"));
});

test.each([
  ["redocly.yaml", "extends:", "extend:", /redocly\.yaml:\d+:\d+\nProperty `extend` is not expected here\./],
  ["redocly.yaml", "severity: error", "severity: erro", /redocly\.yaml:\d+:\d+\n`severity` can be one of/],
  [
    "redocly.yaml",
    "house/id-prefix: error",
    "house/id-prefi: error",
    /redocly\.yaml\nThere is no rule `house\/id-prefi`\./,
  ],
  [
    "redocly.yaml",
    "- house-rules.js",
    "- hose-rules.js",
    /redocly\.yaml\nPlugin "hose-rules\.js" not found\./,
  ],
  [
    "house-rules.js",
    "export default function",
    "export defalt function",
    /house-rules\.js": Unexpected token 'export'/,
  ],
  ["house-rules.js", "if (summary &&", "if (sumary &&", /house-rules\.js:\d+:\d+\nsumary is not defined/],
])("a mistake in %s is named: %s", async (file, right, wrong, message) => {
  await using copy = await editedCopy({ [file]: (text) => text.replace(right, wrong) });
  expect(await lint(copy.file)).toMatch(message);
});
