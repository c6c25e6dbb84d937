import type { Bump } from "./policy.ts";

type Edits = Record<string, (text: string) => string>;

/** One change of the spec whose class is known: what the comparison is measured by. */
export interface Case {
  change: string;
  expected: Bump;
  edits: Edits;
  /** Edits of the base, where it needs something that the spec does not have. */
  base: Edits | undefined;
}

export const root = "openapi.yaml";
export const item = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";
const schemas = "components/schemas";
export const workItem = `${schemas}/WorkItem.yaml`;
const state = `${schemas}/WorkItemState.yaml`;
const data = `${schemas}/WorkItemData.yaml`;
export const metadata = `${schemas}/WorkItemMetadata.yaml`;
const session = `${schemas}/SessionId.yaml`;
export const workId = `${schemas}/WorkItemId.yaml`;
const notFound = `${schemas}/NotFoundError.yaml`;
export const response = "components/responses/WorkItem.yaml";
export const parameter = "components/parameters/WorkItemId.yaml";
const scheme = "components/securitySchemes/PersonalAccessToken.yaml";

type Pair = [from: string | RegExp, to: string];
export const edit = (file: string, ...pairs: Pair[]): Edits => ({
  [file]: (text) => pairs.reduce((all, [from, to]) => all.replace(from, to), text),
});
export const add = (file: string, lines: string): Edits => ({ [file]: (text) => `${text}${lines}` });

export const query = (schema: string, rest = "", name = "unheard") =>
  edit(item, [
    "  parameters:\n",
    `  parameters:\n    - { name: ${name}, in: query, ${rest}schema: { ${schema} } }\n`,
  ]);
const required = "required: true, ";
const ownPattern = (pattern: string) =>
  edit(parameter, ["  $ref: ../schemas/WorkItemId.yaml", `  type: string${pattern}`]);
const replacesThatOfPath = (pattern: string) =>
  edit(
    item,
    [/^/, "parameters:\n  - $ref: ../components/parameters/WorkItemId.yaml\n"],
    [
      / {4}- \$ref: .*WorkItemId.yaml\n/,
      `    - { name: work_id, in: path, required: true, schema: { type: string, pattern: ${pattern} } }\n`,
    ],
  );
const nullable: Pair = ["type: string", 'type: [string, "null"]'];
export const header = (rest: string, type = "integer") =>
  edit(response, [
    /^headers:\n|^(?=content:)/m,
    `headers:\n  X-Unheard: { ${rest}schema: { type: ${type} } }\n`,
  ]);
const errorTypes = (...types: string[]) => edit(notFound, ["const: not_found_error", `enum: [${types}]`]);
export const newField = (type: string) => add(workItem, `  unheard: { type: ${type} }\n`);
const body = "content: { application/json: { schema: { type: object } } }";
export const secondScheme: Pair = [
  "  securitySchemes:\n",
  "  securitySchemes:\n    Key: { type: http, scheme: basic }\n",
];

const known =
  (expected: Bump) =>
  (change: string, edits: Edits, base?: Edits): Case => ({ change, expected, edits, base });
export const none = known("none");
export const patch = known("patch");
export const minor = known("minor");
export const major = known("major");

export const cases: Case[] = [
  // Fields of a response
  major("a response field removed", edit(workItem, ["  - metadata\n", ""], [/ {2}metadata:\n.*\n/, ""])),
  major("a response field removed and still required", edit(workItem, [/ {2}metadata:\n.*\n/, ""])),
  major("a response field renamed", edit(workItem, [/\bstopped_at/g, "ended_at"])),
  major("a response field made optional", edit(workItem, ["  - created_at\n", ""])),
  major(
    "a response field made nullable",
    edit(workItem, [/(created_at:\n.*type: )string/, '$1[string, "null"]']),
  ),
  major(
    "the type of a response field changed",
    edit(workItem, [/(created_at:\n.*type: )string\n.*/, "$1integer"]),
  ),
  major("a response integer widened to a number", newField("number"), newField("integer")),
  major("a nested response field removed", edit(data, ["  - id\n", ""], [/ {2}id:\n.*\n/, ""])),
  major(
    "a response map closed",
    edit(metadata, [/additionalProperties:[\s\S]*/, "additionalProperties: false\n"]),
  ),
  major("a response field only null", edit(workItem, [/(started_at:\n {4}type:\n) {6}- string\n/, "$1"])),
  major("one value of a response enum fixed", add(state, "const: stopped\n")),
  major("a schema under another name", {
    ...edit(`${schemas}/WorkItemData.yaml`, ["SessionId.yaml", "AgentSessionId.yaml"]),
    ...add(`${schemas}/AgentSessionId.yaml`, "type: string\npattern: ^sess_\n"),
  }),
  major("the values of a response map changed", edit(metadata, ["  type: string\n", "  type: integer\n"])),
  minor("an optional response field added", newField("integer")),
  minor("a required response field added", {
    [workItem]: (text) => `${text.replace("required:\n", "$&  - unheard\n")}  unheard: { type: integer }\n`,
  }),
  minor(
    "an optional response field made required",
    edit(notFound, ["      - message\n", "$&      - param\n"]),
  ),
  minor(
    "a response field never null any more",
    edit(workItem, [/(started_at:\n.*\n.*string\n).*"null"\n/, "$1"]),
  ),
  minor("a default added to a response field", add(session, "default: sess_0\n")),
  minor("a response field deprecated", add(session, "deprecated: true\n")),
  // Values of a response
  major("a value removed from a response enum", edit(state, ["  - stopping\n", ""])),
  major("a value of a response enum renamed", edit(state, ["  - stopping\n", "  - draining\n"])),
  major("a response enum removed", edit(state, [/enum:\n( {2}- .*\n)+/, ""])),
  major("a const of a response changed", edit(workItem, ["const: work", "const: task"])),
  major("a const of a response opened to an enum", edit(workItem, ["const: work", "enum: [work, task]"])),
  major(
    "null added to a response enum",
    edit(state, nullable, ["  - stopped\n", "$&  - null\n"]),
    edit(state, nullable),
  ),
  minor("a value added to a response enum", edit(state, ["  - queued\n", "$&  - unheard\n"])),
  none("a response enum in another order", edit(state, [/(enum:\n)(.*\n)(.*\n)/, "$1$3$2"])),
  // Constraints of a response
  major(
    "the format of a response field changed",
    edit(workItem, [/(created_at:\n.*\n.*format: date)-time/, "$1"]),
  ),
  major(
    "the format of a response field removed",
    edit(workItem, [/(created_at:\n.*\n).*format: .*\n/, "$1"]),
  ),
  major("maxLength of a response raised", edit(metadata, ["maxLength: 512", "maxLength: 1024"])),
  major("maxProperties of a response removed", edit(metadata, ["maxProperties: 16\n", ""])),
  major("the prefix of an id in a response changed", edit(session, ["^sess_", "^session_"])),
  major("the pattern of an id in a response removed", edit(session, ["pattern: ^sess_\n", ""])),
  minor("a format added to a response field", add(`${schemas}/RequestId.yaml`, "format: uuid\n")),
  minor("maxLength of a response lowered", edit(metadata, ["maxLength: 512", "maxLength: 256"])),
  minor("the prefix of an id in a response made longer", edit(session, ["^sess_", "^sess_0"])),
  minor("an open response object closed", add(workItem, "additionalProperties: false\n")),
  minor(
    "a closed response object opened",
    add(workItem, "\n"),
    add(workItem, "additionalProperties: false\n"),
  ),
  // Parameters
  major("a parameter pattern narrowed", ownPattern("\n  pattern: ^work_0")),
  major("an id pattern narrowed, in parameter and response", edit(workId, ["^work_", "^work_0"])),
  major("an id pattern widened, in parameter and response", edit(workId, ["^work_", "^wor"])),
  major("a maxLength added to a parameter", ownPattern("\n  pattern: ^work_\n  maxLength: 40")),
  major("a required parameter added", query("type: string", required)),
  major("a parameter removed", {}, query("type: string")),
  major("a query parameter renamed", query("type: string", "", "include"), query("type: string")),
  major(
    "the places of two path parameters swapped",
    edit(root, ["{environment_id}/work/{work_id}:", "{work_id}/work/{environment_id}:"]),
  ),
  major(
    "a parameter narrowed that replaces one of its path",
    replacesThatOfPath("^work_0"),
    replacesThatOfPath("^work_"),
  ),
  major("a path parameter renamed", {
    ...edit(root, ["{work_id}:", "{item_id}:"]),
    ...edit(parameter, ["work_id", "item_id"]),
  }),
  major("a parameter made required", query("type: string", required), query("type: string")),
  major("a value removed from a parameter enum", query("enum: [a]"), query("enum: [a, b]")),
  major("an enum set on a parameter", query("type: string, enum: [a]"), query("type: string")),
  major(
    "a parameter put before one whose enum shrinks",
    {
      [item]: (text) =>
        (query("type: string", "", "other")[item] ?? String)(query("enum: [a]")[item]?.(text) ?? ""),
    },
    query("enum: [a, b]"),
  ),
  major("the default of a parameter changed", query("default: 2"), query("default: 1")),
  major("the type of a parameter changed", query("type: boolean"), query("type: integer")),
  major("a required body added", add(item, `  requestBody: { required: true, ${body} }\n`)),
  minor("an optional body added", add(item, `  requestBody: { ${body} }\n`)),
  minor("a parameter pattern widened", ownPattern("\n  pattern: ^wor")),
  minor("a parameter pattern removed", ownPattern("")),
  minor("an optional parameter added", query("type: string")),
  minor("a parameter made optional", query("type: string"), query("type: string", required)),
  minor("a value added to a parameter enum", query("enum: [a, b, c]"), query("enum: [a, b]")),
  none(
    "a parameter moved to the path item",
    edit(
      item,
      [/ {4}- \$ref: .*WorkItemId.yaml\n/, ""],
      [/^/, "parameters:\n  - $ref: ../components/parameters/WorkItemId.yaml\n"],
    ),
  ),
  // Answers
  major("a status removed", edit(item, [/ {4}"403":\n.*\n/, ""])),
  major("the status of success changed", edit(item, ['"200"', '"202"'])),
  major(
    "the schema of a status replaced",
    edit(item, ["responses/NotFound.yaml", "responses/PermissionDenied.yaml"]),
  ),
  major("a content type changed", edit(response, ["application/json", "application/hal+json"])),
  major(
    "the error type of a status changed",
    edit(notFound, ["const: not_found_error", "const: missing_error"]),
  ),
  major("an error type removed from a status", errorTypes("gone"), errorTypes("gone", "moved")),
  major("a response header removed", {}, header("")),
  major("a response header made optional", header(""), header(required)),
  minor("an error type added to a status", errorTypes("gone", "moved"), errorTypes("gone")),
  minor("a status added", add(item, '    "418":\n      $ref: ../components/responses/NotFound.yaml\n')),
  minor("a response header added", header(required)),
  // Operations, security, servers
  major(
    "an operation removed",
    {},
    add(item, "head:\n  operationId: headWorkItem\n  responses: { '200': { description: Yes. } }\n"),
  ),
  major("the operationId changed", edit(item, ["getWorkItem", "readWorkItem"])),
  major("the path changed", edit(root, ["/api/v1/cloud/env", "/api/v2/cloud/env"])),
  major(
    "the security scheme changed",
    edit(scheme, [/type: http\nscheme: bearer/, "type: apiKey\nin: header\nname: x-api-key"]),
  ),
  major(
    "a second security scheme required",
    edit(root, ["  - PersonalAccessToken: []\n", "$&    Key: []\n"], secondScheme),
  ),
  major("a server removed", edit(root, [/ {2}- url: .*\.cn\n.*\n/, ""])),
  major(
    "another server made the default",
    edit(root, [/( {2}- url: .*\n.*\n)( {2}- url: .*\n.*\n)/, "$2$1"]),
  ),
  minor(
    "another security scheme accepted",
    edit(root, ["  - PersonalAccessToken: []\n", "$&  - Key: []\n"], secondScheme),
  ),
  minor("security no longer required", edit(root, ["security:\n", "$&  - {}\n"])),
  minor("a server added", edit(root, ["security:\n", "  - url: https://api.example.org\n$&"])),
  minor("an operation deprecated", add(item, "  deprecated: true\n")),
  minor("an operation added", {
    ...edit(root, ["components:\n", "  /api/v1/work:\n    $ref: paths/work.yaml\n$&"]),
    ...add(
      "paths/work.yaml",
      "get:\n  operationId: listWork\n  responses: { '200': { description: All. } }\n",
    ),
  }),
  // Texts
  patch("a description reworded", edit(workItem, [/description: When.*/, "description: Never mind."])),
  patch("a summary reworded", edit(item, ["summary: Get", "summary: Read"])),
  patch(
    "an example edited",
    edit("components/examples/WorkItemQueued.yaml", ["daily-report", "weekly-report"]),
  ),
  patch("an example added", add(response, "      again:\n        $ref: ../examples/WorkItemActive.yaml\n")),
  patch("a tag renamed", {
    ...edit(root, ["name: Work\n", "name: Items\n"]),
    ...edit(item, ["- Work\n", "- Items\n"]),
  }),
  patch("an extension edited", edit(state, ["The item is no longer live.", "The item is dead."])),
  // Only how it is written
  none("a comment and a blank line", add(workItem, "\n# The end.\n")),
  none("keys in another order", edit(session, [/(type: string\n)(.*\n)/, "$2$1"])),
  none("what goes without saying, said", {
    ...edit(item, [/^get:\n/, "$&  deprecated: false\n"]),
  }),
  none("info.version", edit(root, [/version: \d.*/, "version: 9.9.9"])),
  none(
    "a schema written in place",
    edit(notFound, [
      "$ref: ErrorMessage.yaml",
      "type: string\n        description: Explanation for people. Its wording can change, so do not match on it.",
    ]),
  ),
  none("a component renamed", {
    ...edit(response, ["WorkItem.yaml", "Item.yaml"]),
    ...add(`${schemas}/Item.yaml`, "$ref: WorkItem.yaml\n"),
  }),
  none("fields moved to a schema of an allOf", {
    ...edit(
      notFound,
      [/^/, "allOf:\n  - $ref: Envelope.yaml\n"],
      ["  - type\n  - request_id\n", ""],
      [/ {2}type:\n.*\n.*Kind of.*\n.*\n/, ""],
      [/ {2}request_id:\n.*\n/, ""],
    ),
    ...add(
      `${schemas}/Envelope.yaml`,
      "type: object\nrequired: [type, request_id]\nproperties:\n  type: { type: string, description: Kind of object. Always `error`., const: error }\n  request_id: { $ref: RequestId.yaml }\n",
    ),
  }),
];
