import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { modelOf } from "../test/model.ts";
import { editedCopy } from "../test/spec-copy.ts";
import { filesOf } from "./generate.ts";
import { SpecError } from "./lint.ts";
import { readApi } from "./read.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const generate = async (file: string) => filesOf(await readApi(file, { rules: "generator" }));
const pathFile = "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml";

async function generated(edits: Parameters<typeof editedCopy>[0]) {
  await using copy = await editedCopy(edits);
  const files = await generate(copy.file);
  const named = (name: string) => Object.entries(files).find(([file]) => file.endsWith(name))?.[1] ?? "";
  return {
    schema: named("schema.gen.ts"),
    methods: named("methods.gen.ts"),
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

  test("a state, open to others, and in the list of the known ones", async () => {
    const { operations, schema } = await generated({
      "components/schemas/WorkItemState.yaml": (text) =>
        text.replace("  - queued\n", "  - queued\n  - paused\n"),
    });
    expect(schema).toContain('WorkItemState: "queued" | "paused" | "starting"');
    expect(schema).toMatch(/WorkItemState: .* \| \(string & \{\}\);/);
    expect(operations).toContain('WorkItemState: ["queued", "paused", "starting"');
  });

  test("an id, as a template literal", async () => {
    const { schema } = await generated({
      "components/schemas/SessionId.yaml": (text) => text.replace("^sess_", "^session_"),
    });
    expect(schema).toMatch(/SessionId: `session_\$\{string\}`;/);
  });

  test("a field with a default, which may be left out, and an object of any fields", async () => {
    const { schema } = await generated({
      "components/schemas/WorkItemData.yaml": (text) =>
        `${text}  attempt:\n    type: integer\n    default: 1\n  context:\n    type: object\n`,
    });
    expect(schema).toContain("attempt?: number;");
    expect(schema).toContain("context?: Record<string, unknown>;");
  });

  test("a list of known values whose name is no identifier, and a deprecated operation", async () => {
    const { operations, methods } = await generated({
      "components/schemas/Work.Mode.yaml": () => "type: string\nenum: [fast, slow]\n",
      "components/schemas/WorkItemData.yaml": (text) => `${text}  mode:\n    $ref: Work.Mode.yaml\n`,
      [pathFile]: (text) => text.replace("get:\n", "get:\n  deprecated: true\n"),
    });
    expect(operations).toContain('"Work.Mode": ["fast", "slow"]');
    expect(methods).toMatch(/ \* @deprecated\n {3}\*\/\n {2}\w+: \(/);
  });

  test("an error with a type and an example", async () => {
    const { schema, examples } = await generated({
      [pathFile]: (text) => `${text}    "418":\n      $ref: ../components/responses/Teapot.yaml\n`,
      "components/responses/Teapot.yaml": () =>
        [
          "description: It changed meanwhile.",
          "content:",
          "  application/json:",
          "    schema:",
          "      $ref: ../schemas/TeapotError.yaml",
          "    examples:",
          "      changed:",
          "        $ref: ../examples/InternalError.yaml",
        ].join("\n"),
      "components/schemas/TeapotError.yaml": () =>
        "type: object\nproperties:\n  type:\n    const: teapot_error\n",
    });
    expect(schema).toContain('418: components["responses"]["Teapot"];');
    expect(schema).toContain('type?: "teapot_error";');
    expect(examples).toContain('418: "changed";');
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

  test("a parameter of an operation, which replaces that of the path with its name", async () => {
    const { operations, schema } = await generated({
      [pathFile]: (text) =>
        `parameters:\n  - { name: work_id, in: path, required: true, schema: { type: string, pattern: ^old_ } }\n${text}`,
    });
    expect(operations).toContain('patterns: { "work_id": /^work_/u, "environment_id": /^env_/u }');
    expect(schema).toMatch(
      /interface operations \{[\s\S]*\swork_id: components\["parameters"\]\["WorkItemId"\];/,
    );
  });
});

test("validators are self-contained, and know no texts and no closed enums", async () => {
  const files = await generate(spec);
  const validators = files["packages/client/src/generated/validators.gen.ts"] ?? "";
  expect(validators).toContain("getWorkItem");
  expect(validators).not.toMatch(/require\(|import |eval\(|new Function|description|"queued"/);
});

describe("what the generator does not handle is an error with file and line", () => {
  interface Case {
    what: string;
    file: string;
    edit: (text: string) => string;
    /** The text in the line that the error must point to. */
    at: string;
    message: string;
  }
  const cases: Case[] = [
    {
      what: "a schema keyword",
      file: "components/schemas/SessionId.yaml",
      edit: (text) => `${text}not:\n  const: sess_0\n`,
      at: "not:",
      message: "`not` in a schema",
    },
    {
      what: "nullable of OpenAPI 3.0",
      file: "components/schemas/SessionId.yaml",
      edit: (text) => `${text}nullable: true\n`,
      at: "nullable:",
      message: "nullable",
    },
    {
      what: "another method",
      file: pathFile,
      edit: (text) => text.replace("get:", "post:"),
      at: "post:",
      message: "`post` in a path item",
    },
    {
      what: "a header parameter",
      file: "components/parameters/WorkItemId.yaml",
      edit: (text) => text.replace("in: path", "in: header"),
      at: "in: header",
      message: "a parameter in `header`",
    },
    {
      what: "a path parameter that is no string",
      file: "components/schemas/WorkItemId.yaml",
      edit: (text) => text.replace("type: string", "type: integer"),
      at: "type: integer",
      message: "a path parameter that is not a string with a prefix pattern or none",
    },
    {
      what: "a second success",
      file: pathFile,
      edit: (text) => text.replace('"400"', '"202"'),
      at: '"200":',
      message: "more than one success",
    },
    {
      what: "a default response",
      file: pathFile,
      edit: (text) => text.replace('"500"', "default"),
      at: "default:",
      message: "`default` as a response status",
    },
    {
      what: "another media type",
      file: "components/responses/NotFound.yaml",
      edit: (text) => text.replace("application/json", "text/plain"),
      at: "description:",
      message: "a response with text/plain instead of application/json",
    },
    {
      what: "a body that is no object",
      file: "components/schemas/NotFoundError.yaml",
      edit: (text) => text.replace("type: object", "type: array"),
      at: "type: array",
      message: "a body that is no object",
    },
    {
      what: "security by another scheme",
      file: "components/securitySchemes/PersonalAccessToken.yaml",
      edit: (text) => text.replace("scheme: bearer", "scheme: basic"),
      at: "type:",
      message: "security other than http bearer",
    },
    {
      what: "an unknown $ref",
      file: pathFile,
      edit: (text) => text.replace("NotFound.yaml", "Nothing.yaml"),
      at: "Nothing.yaml",
      message: "Can't resolve",
    },
  ];

  test.each(cases)("$what", async ({ file, edit, at, message }) => {
    await using copy = await editedCopy({ [file]: edit });
    const error = await generate(copy.file).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpecError);
    expect((error as SpecError).message).toContain(await copy.place(file, at));
    expect((error as SpecError).message).toContain(message);
  });
});

/** The generated files of an API with one operation, which answers `Thing`. */
const generatedFor = (Thing: object) =>
  filesOf(
    modelOf({
      openapi: "3.1.0",
      info: { title: "Things", version: "1.0.0" },
      paths: {
        "/thing": {
          get: {
            operationId: "getThing",
            responses: {
              200: {
                description: "The thing.",
                content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
              },
            },
          },
        },
      },
      components: { schemas: { Thing } },
    }),
  );

test("a schema that contains itself has types and a validator", async () => {
  const $ref = "#/components/schemas/Thing";
  const files = await generatedFor({
    type: "object",
    required: ["id"],
    properties: { id: { type: "string" }, parent: { $ref }, child: { $ref, required: ["parent"] } },
  });
  expect(files["packages/client/src/generated/schema.gen.ts"]).toContain(
    'parent?: components["schemas"]["Thing"];',
  );
  expect(await problemsIn(files, { id: "1", parent: { id: 7, child: { id: "2" } } })).toStrictEqual([
    "/parent/id must be string",
    "/parent/child must have required property 'parent'",
  ]);
});

test("a const that is an object, and items that must differ, need nothing at run time", async () => {
  const files = await generatedFor({
    properties: {
      kind: { const: { a: [1] } },
      steps: { type: "array", uniqueItems: true, items: { type: "object" } },
    },
  });
  expect(await problemsIn(files, { kind: { a: [1] }, steps: [{ b: 1 }, { b: 2 }] })).toStrictEqual([]);
  expect(await problemsIn(files, { kind: { a: [2] }, steps: [{ b: 1 }, { b: 1 }] })).toStrictEqual([
    "/kind must be equal to constant",
    "/steps must NOT have duplicate items (items ## 0 and 1 are identical)",
  ]);
});

/** The problems that the generated validator of `getThing` finds in a body. */
async function problemsIn(files: Record<string, string>, body: unknown): Promise<string[]> {
  const code = files["packages/client/src/generated/validators.gen.ts"] ?? "";
  const { getThing: validate } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  validate(body);
  return (validate.errors ?? []).map(
    ({ instancePath, message }: Record<string, string>) => `${instancePath} ${message}`,
  );
}
