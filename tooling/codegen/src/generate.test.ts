import { fileURLToPath } from "node:url";
import { editedCopy } from "@qoder/work-spec/edited-copy.ts";
import { describe, expect, test } from "vitest";
import { generate } from "./generate.ts";
import { SpecError } from "./load.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const pathFile = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";

async function generated(edits: Parameters<typeof editedCopy>[0]) {
  await using copy = await editedCopy(edits);
  const files = await generate(copy.file);
  const named = (name: string) => Object.entries(files).find(([file]) => file.endsWith(name))?.[1] ?? "";
  return {
    schema: named("schema.gen.ts"),
    operations: named("operations.gen.ts"),
    examples: named("examples.gen.ts"),
  };
}

test("the same spec gives the same bytes, wherever it lies", async () => {
  await using copy = await editedCopy({ "README.md": () => "A copy." });
  expect(await generate(copy.file)).toStrictEqual(await generate(spec));
});

describe("an edit of the spec is enough", () => {
  test("a field, with its description", async () => {
    const { schema } = await generated({
      "components/schemas/WorkItemData.yaml": (text) =>
        `${text}  attempt:\n    type: integer\n    description: How often it was tried.\n`,
    });
    expect(schema).toMatch(/\/\*\* @description How often it was tried\. \*\/\s+attempt\?: number;/);
  });

  test("a state, open to others", async () => {
    const { schema } = await generated({
      "components/schemas/WorkItemState.yaml": (text) =>
        text.replace("  - queued\n", "  - queued\n  - paused\n"),
    });
    expect(schema).toContain('WorkItemState: "queued" | "paused" | "starting"');
    expect(schema).toMatch(/WorkItemState: .* \| \(string & \{\}\);/);
  });

  test("an id, as a template literal", async () => {
    const { schema } = await generated({
      "components/schemas/SessionId.yaml": (text) => text.replace("^sess_", "^session_"),
    });
    expect(schema).toMatch(/SessionId: `session_\$\{string\}`;/);
  });

  test("an error with a type and an example", async () => {
    const { schema, examples } = await generated({
      [pathFile]: (text) => `${text}    '409':\n      $ref: ../components/responses/Conflict.yaml\n`,
      "components/responses/Conflict.yaml": () =>
        [
          "description: It changed meanwhile.",
          "content:",
          "  application/json:",
          "    schema:",
          "      $ref: ../schemas/ConflictError.yaml",
          "    examples:",
          "      changed:",
          "        $ref: ../examples/InternalError.yaml",
        ].join("\n"),
      "components/schemas/ConflictError.yaml": () =>
        "type: object\nproperties:\n  type:\n    const: conflict_error\n",
    });
    expect(schema).toContain('409: components["responses"]["Conflict"];');
    expect(schema).toContain('type?: "conflict_error";');
    expect(examples).toContain('409: "changed";');
  });

  test("a second operation with a query parameter, and a parameter of the whole path", async () => {
    const { operations, schema } = await generated({
      "openapi.yaml": (text) =>
        text.replace(
          "components:",
          "  /api/things/{thing_id}/{part}:\n    $ref: paths/things.yaml\ncomponents:",
        ),
      "paths/things.yaml": () =>
        [
          "parameters:",
          "  - { name: thing_id, in: path, required: true, schema: { type: string, pattern: ^thing_ } }",
          "  - { name: part, in: path, required: true, schema: { type: string } }",
          "get:",
          "  operationId: getThing",
          "  parameters:",
          "    - { name: page-size, in: query, schema: { type: integer } }",
          "  responses:",
          "    '200':",
          "      $ref: ../components/responses/WorkItem.yaml",
        ].join("\n"),
    });
    expect(operations).toContain('path: "/api/things/{thing_id}/{part}"');
    expect(operations).toContain('patterns: { "thing_id": /^thing_/u, "part": /^(?!\\.{0,2}$)/u }');
    expect(operations).toContain('({ "page-size": params["page-size"] })');
    expect(schema).toContain('"page-size"?: number;');
  });
});

test("validators are self-contained, and know no texts and no closed enums", async () => {
  const files = await generate(spec);
  const validators = files["packages/client/src/generated/validators.gen.ts"] ?? "";
  expect(validators).toContain("getWorkItem");
  expect(validators).not.toMatch(/require\(|import |eval\(|new Function|description|"queued"/);
});

describe("what the generator does not handle is an error with file and line", () => {
  const id = "components/schemas/SessionId.yaml";
  const cases: [what: string, file: string, edit: (text: string) => string, at: string, message: string][] = [
    [
      "a schema keyword",
      id,
      (text) => `${text}not:\n  const: sess_0\n`,
      "SessionId.yaml:6:1",
      "`not` in a schema",
    ],
    ["nullable of OpenAPI 3.0", id, (text) => `${text}nullable: true\n`, "SessionId.yaml:6:1", "nullable"],
    [
      "another method",
      pathFile,
      (text) => text.replace("get:", "post:"),
      "_{work_id}.yaml:1:1",
      "`post` in a path item",
    ],
    [
      "a header parameter",
      "components/parameters/WorkItemId.yaml",
      (text) => text.replace("in: path", "in: header"),
      "WorkItemId.yaml:2:1",
      "a parameter in `header`",
    ],
    [
      "a default response",
      pathFile,
      (text) => text.replace('"500"', "default"),
      "_{work_id}.yaml:25:5",
      "`default`",
    ],
    [
      "another media type",
      "components/responses/NotFound.yaml",
      (text) => text.replace("application/json", "text/plain"),
      "NotFound.yaml:1:1",
      "a response with text/plain instead of application/json",
    ],
    [
      "security by another scheme",
      "components/securitySchemes/PersonalAccessToken.yaml",
      (text) => text.replace("scheme: bearer", "scheme: basic"),
      "PersonalAccessToken.yaml:1:1",
      "security other than http bearer",
    ],
    [
      "an unknown $ref",
      pathFile,
      (text) => text.replace("NotFound.yaml", "Nothing.yaml"),
      "_{work_id}.yaml:24:7",
      "Can't resolve",
    ],
  ];

  test.each(cases)("%s", async (_, file, edit, at, message) => {
    const error = await generated({ [file]: edit }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpecError);
    expect((error as SpecError).message).toContain(`${at}\n`);
    expect((error as SpecError).message).toContain(message);
  });
});
