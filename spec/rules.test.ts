import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { editedCopy } from "./edited-copy.ts";

const run = promisify(execFile);
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 2 });
const item = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";

/** What `redocly lint` prints for an edited copy of the spec; empty if it finds nothing. */
async function lint(edits: Parameters<typeof editedCopy>[0]): Promise<string> {
  await using copy = await editedCopy(edits);
  const { failed, stdout, stderr } = await run("redocly", ["lint", "openapi.yaml"], {
    cwd: copy.folder,
    env: { ...process.env, REDOCLY_TELEMETRY: "off" },
  }).then(
    (done) => ({ ...done, failed: false }),
    (error) => ({ ...error, failed: true }),
  );
  const output = `${stdout}${stderr}`;
  if (failed !== /Validation failed/.test(output))
    throw new Error(`Unexpected end of redocly lint:\n${output}`);
  return failed ? output : "";
}

const mistakes: [
  mistake: string,
  file: string,
  edit: (text: string) => string,
  at: RegExp,
  sentence: string,
][] = [
  [
    "an unknown $ref",
    "components/schemas/WorkItem.yaml",
    (text) => text.replace("WorkItemState.yaml", "WorkItemStatus.yaml"),
    /WorkItem\.yaml:28:5/,
    "Can't resolve $ref",
  ],
  [
    "an example that does not match its schema",
    "components/examples/WorkItemQueued.yaml",
    (text) => text.replace("state: queued", "state: 7"),
    /WorkItemQueued\.yaml:9:10/,
    "Example value must conform to the schema: `state` property type must be string",
  ],
  [
    "a misspelled field of an example",
    "components/examples/WorkItemQueued.yaml",
    (text) => text.replace("metadata:", "metadatum:"),
    /WorkItemQueued\.yaml:\d+:\d+/,
    "metadata",
  ],
  [
    "a property without a description",
    "components/schemas/WorkItem.yaml",
    (text) => text.replace("    description: When the item was created.\n", ""),
    /WorkItem\.yaml:\d+:\d+/,
    "Add a `description` to this property",
  ],
  [
    "an id without a prefix pattern",
    "components/schemas/SessionId.yaml",
    (text) => text.replace("pattern: ^sess_\n", ""),
    /WorkItemData\.yaml:13:5/,
    "`id` needs a schema with a prefix `pattern`",
  ],
  [
    "an id pattern that is narrower than a prefix",
    "components/schemas/WorkItemId.yaml",
    (text) => text.replace("^work_", "^work_[0-9a-f]{32}$"),
    /WorkItemId\.yaml/,
    "`work_id` needs a schema with a prefix `pattern` and nothing narrower",
  ],
  [
    "a media type without examples",
    "components/responses/InternalError.yaml",
    (text) => text.replace(/ {4}examples:.*/s, ""),
    /InternalError\.yaml:\d+:\d+/,
    "Add `examples` with at least one named example",
  ],
  [
    "an error without the envelope",
    "components/schemas/NotFoundError.yaml",
    (text) => text.replace("  - request_id\n", ""),
    /_\{work_id\}\.yaml:24:7/,
    "Response 404 must answer `application/json` with the error envelope",
  ],
  [
    "an error without a type of its own",
    "components/schemas/PermissionError.yaml",
    (text) => text.replace("        const: permission_error\n", ""),
    /_\{work_id\}\.yaml:22:7/,
    "Response 403 must answer `application/json` with the error envelope and a `const`",
  ],
  [
    "an operation without 401",
    item,
    (text) => text.replace(/ {4}"401":\n.*\n/, ""),
    /_\{work_id\}\.yaml:\d+:\d+/,
    "Document 400 and 401",
  ],
  [
    "an operationId that is no verb and noun",
    item,
    (text) => text.replace("getWorkItem", "WorkItem"),
    /_\{work_id\}\.yaml:2:16/,
    "Name the operation verbNoun",
  ],
  [
    "a parameter without an example",
    "components/schemas/EnvironmentId.yaml",
    (text) => text.replace(/examples:.*/s, ""),
    /EnvironmentId\.yaml/,
    "Parameter `environment_id` needs `examples` in its schema",
  ],
];

test.concurrent("the spec breaks no rule", async () => {
  const output = await lint({ "openapi.yaml": (text) => `${text}# a copy\n` });
  expect(output).toBe("");
});

test.concurrent.each(mistakes)(
  "%s is named with file, line and what to do",
  async (_, file, edit, at, sentence) => {
    const output = await lint({ [file]: edit });
    expect(output).toContain(sentence);
    expect(output).toMatch(at);
  },
);

test.concurrent("an operationId used twice is named with file and line", async () => {
  const output = await lint({
    "openapi.yaml": (text) =>
      text.replace("components:", "  /second:\n    $ref: paths/second.yaml\ncomponents:"),
    "paths/second.yaml": () => "get:\n  operationId: getWorkItem\n",
  });
  expect(output).toMatch(/paths\/\S+:2:3/);
  expect(output).toContain("Every operation must have a unique `operationId`");
});
