import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { modelOf } from "../test/model.ts";
import { editedCopy } from "../test/spec-copy.ts";
import { generatedOf } from "./generate.ts";
import { readApi } from "./read.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const generate = async (file: string) => generatedOf(await readApi(file, { rules: "generator" }));

test("the same spec gives the same bytes, wherever it lies", async () => {
  await using copy = await editedCopy({ "README.md": () => "A copy." });
  expect(await generate(copy.file)).toStrictEqual(await generate(spec));
});

describe("an edit of the spec is enough:", () => {
  const edits: Parameters<typeof editedCopy>[0] = {
    "openapi.yaml": (text) =>
      text.replace(/^paths:\n/m, "$&  /api/things/{thing_id}/{part}:\n    $ref: paths/things.yaml\n"),
    "paths/things.yaml": () => `parameters:
  - { name: thing_id, in: path, required: true, schema: { type: string, pattern: ^old_ } }
  - { name: part, in: path, required: true, schema: { type: string } }
get:
  operationId: getThing
  deprecated: true
  parameters:
    - { name: thing_id, in: path, required: true, schema: { $ref: ../components/schemas/ThingId.yaml } }
    - { name: page-size, in: query, schema: { type: integer } }
  responses:
    "200":
      description: The thing.
      content: { application/json: { schema: { $ref: ../components/schemas/Thing.yaml } } }
    "418":
      description: It changed meanwhile.
      content:
        application/json:
          schema: { $ref: ../components/schemas/TeapotError.yaml }
          examples: { changed: { value: { type: teapot_error } } }
`,
    "components/schemas/Thing.yaml": () => `type: object
properties:
  id: { $ref: ThingId.yaml }
  state: { $ref: ThingState.yaml }
  attempt: { type: integer, description: How often it was tried. }
  limit: { type: integer, default: 1 }
  context: { type: object }
  mode: { $ref: Thing.Mode.yaml }
`,
    "components/schemas/ThingId.yaml": () => "type: string\npattern: ^thing_\n",
    "components/schemas/ThingState.yaml": () => "type: string\nenum: [new, old]\n",
    "components/schemas/Thing.Mode.yaml": () => "type: string\nenum: [fast, slow]\n",
    "components/schemas/TeapotError.yaml": () =>
      "type: object\nproperties:\n  type:\n    const: teapot_error\n",
  };
  let schema = "";
  let methods = "";
  let operations = "";
  let examples = "";
  beforeAll(async () => {
    await using copy = await editedCopy(edits);
    const files = await generate(copy.file);
    [schema = "", methods = "", operations = "", examples = ""] = [
      "schema",
      "methods",
      "operations",
      "examples",
    ].map((name) => files[`${name}.gen.ts`]);
  });

  test("a field, with its description", () => {
    expect(schema).toMatch(/\/\*\* @description How often it was tried\. \*\/\s+attempt\?: number;/);
  });

  test("a state, open to others, and in the list of the known ones", () => {
    expect(schema).toContain('ThingState: "new" | "old" | (string & {});');
    expect(operations).toContain('ThingState: ["new", "old"]');
  });

  test("an id, as a template literal", () => {
    expect(schema).toMatch(/ThingId: `thing_\$\{string\}`;/);
  });

  test("a field with a default, which may be left out, and an object of any fields", () => {
    expect(schema).toContain("limit?: number | undefined;");
    expect(schema).toContain("context?: Record<string, unknown>;");
  });

  test("a list of known values whose name is no identifier, and a deprecated operation", () => {
    expect(operations).toContain('"Thing.Mode": ["fast", "slow"]');
    expect(methods).toMatch(/ \* @deprecated\n {3}\*\/\n {2}getThing: \(/);
  });

  test("an error with a type and an example", () => {
    expect(schema).toMatch(
      /418: \{[^;]*;\s*\};\s*content: \{\s*"application\/json": components\["schemas"\]\["TeapotError"\];/,
    );
    expect(schema).toContain('type?: "teapot_error";');
    expect(examples).toContain('418: "changed";');
  });

  test("a second operation with a query parameter, and a parameter of the whole path", () => {
    expect(operations).toContain('path: "/api/things/{thing_id}/{part}"');
    expect(operations).toContain(String.raw`patterns: { thing_id: /^thing_[^\s/\\\p{Cc}]+$/u }`);
    expect(operations).toContain('query: { "page-size": {} }');
    expect(schema).toContain('"page-size"?: number | undefined;');
  });

  test("a parameter of an operation, which replaces that of the path with its name", () => {
    expect(operations).not.toContain("^old_");
    expect(schema).toMatch(/interface operations \{[\s\S]*\sthing_id: components\["schemas"\]\["ThingId"\];/);
  });
});

test("validators are self-contained, and know no texts and no closed enums", async () => {
  const files = await generate(spec);
  const validators = files["validators.gen.ts"] ?? "";
  expect(validators).toContain("getWorkItem");
  expect(validators).not.toMatch(/require\(|import |eval\(|new Function|description|"queued"/);
});

/** The generated files of an API with one path. */
const generatedFrom = (path: object, components = {}, security: object[] = []) => {
  const info = { title: "Things", version: "1.0.0" };
  const paths = { "/thing": path };
  return generatedOf(modelOf({ openapi: "3.1.0", info, security, paths, components }));
};

/** The generated files of an API with one operation, which answers `Thing`. */
const generatedFor = (Thing: object) => {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
  const responses = { 200: { description: "The thing.", content } };
  return generatedFrom({ get: { operationId: "getThing", responses } }, { schemas: { Thing } });
};

test("a schema that contains itself has types and a validator", async () => {
  const $ref = "#/components/schemas/Thing";
  const files = await generatedFor({
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "string" },
      parent: { $ref },
      child: { $ref, required: ["parent"] },
      twin: { $ref, $comment: "A note.", description: "Born with it." },
    },
  });
  expect(files["schema.gen.ts"]).toMatch(/Born with it\. \*\/\s+twin\?: components\["schemas"\]\["Thing"\];/);
  expect(files["schema.gen.ts"]).toContain('parent?: components["schemas"]["Thing"];');
  expect(await problemsIn(files, { id: "1", parent: { id: 7, child: { id: "2" } } })).toStrictEqual([
    "/parent/id must be string",
    "/parent/child must have required property 'parent'",
  ]);
  expect(files["validators.gen.ts"]).not.toContain("Born with it.");
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
  const code = files["validators.gen.ts"] ?? "";
  const { validators } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const { getThing: validate } = validators;
  validate(body);
  return (validate.errors ?? []).map(
    ({ instancePath, message }: Record<string, string>) => `${instancePath} ${message}`,
  );
}

test.each(["*/*", "application/*"])("a body of %s is sent as JSON, and 204 has none", async (range) => {
  const requestBody = { content: { [range]: { schema: { type: "object" } } } };
  const responses = { 204: { description: "Done.", ...requestBody } };
  const files = await generatedFrom({ post: { operationId: "addThing", requestBody, responses } });
  expect(files["operations.gen.ts"]).toContain('body: "application/json", answer: "undefined"');
});

test("a required Idempotency-Key may be left out, because the client makes one", async () => {
  const key = { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } };
  const post = { operationId: "addThing", parameters: [key], responses: { 204: { description: "Done." } } };
  const files = await generatedFrom({ post });
  expect(files["operations.gen.ts"]).toContain('key: "Idempotency-Key"');
  expect(files["schema.gen.ts"]).toContain('"Idempotency-Key"?: string | undefined;');
  expect(files["methods.gen.ts"]).toContain("addThing: (params?: ");
});

test.each([{ maxLength: 32 }, { pattern: "^key_" }])(
  "a required Idempotency-Key with %j is given by the caller, as it is no UUID",
  async (rule) => {
    const key = {
      name: "Idempotency-Key",
      in: "header",
      required: true,
      schema: { type: "string", ...rule },
    };
    const responses = { 204: { description: "Done." } };
    const files = await generatedFrom({ post: { operationId: "addThing", parameters: [key], responses } });
    expect(files["operations.gen.ts"]).toContain(
      'path: "/thing", header: { "Idempotency-Key": "," }, answer',
    );
    expect(files["operations.gen.ts"]).toContain("once: true");
    expect(files["schema.gen.ts"]).toContain('"Idempotency-Key": ');
  },
);

const Basic = { type: "http", scheme: "basic" };
const Key = { type: "apiKey", in: "query", name: "key" };
const Bearer = { type: "http", scheme: "bearer" };

test("the option `token` is for the first bearer scheme, else for the first key, else for a name and a password, which is sent where the spec says", async () => {
  const tokenOf = async (securitySchemes: object) => {
    const files = await generatedFrom({}, { securitySchemes }, [{ Bearer: [] }]);
    const [, scheme] = /tokenScheme: string = "(\w*)"/.exec(files["operations.gen.ts"] ?? "") ?? [];
    return [scheme, /"\.\.\/(\w+)\.ts"/.exec(files["features.gen.ts"] ?? "")?.[1]];
  };
  expect(await tokenOf({ Basic, Key, Bearer })).toStrictEqual(["Bearer", "token"]);
  expect(await tokenOf({ Basic, Key })).toStrictEqual(["Key", "credentials"]);
  expect(await tokenOf({ Bearer })).toStrictEqual(["Bearer", "token"]);
  expect(await tokenOf({ Key })).toStrictEqual(["Key", "credentials"]);
  expect(await tokenOf({ Basic })).toStrictEqual(["Basic", "credentials"]);
});

const bearer = [{ Bearer: [] }];
test.each<[whole: object[], own: object[] | undefined, feature: string, usual: string, code?: string]>([
  [bearer, undefined, "token", '[["Bearer"]]'],
  [bearer, [], "token", '[["Bearer"]]', "security: []"],
  [bearer, [{}], "credentials", '[["Bearer"]]', "security: [[]]"],
  [[], undefined, "credentials", '[["Bearer"],[]]', "security: []"],
  [[], bearer, "credentials", '[["Bearer"],[]]', 'security: [["Bearer"]]'],
  [[{}], undefined, "credentials", '[["Bearer"],[]]', "security: [[]]"],
  [[{}, ...bearer], undefined, "credentials", '[["Bearer"],[]]'],
])(
  "with %j for the API and %j for an operation, a token is sent where it is needed",
  async (whole, own, feature, usual, code) => {
    const responses = { 204: { description: "Done." } };
    const get = { operationId: "getThing", responses, ...(own && { security: own }) };
    const files = await generatedFrom({ get }, { securitySchemes: { Bearer } }, whole);
    expect(files["features.gen.ts"]).toContain(`"../${feature}.ts"`);
    const found = files["operations.gen.ts"]?.match(/security: .*\]/g);
    expect(found).toStrictEqual([`security: string[][] = ${usual}`, ...(code ? [code] : [])]);
  },
);

test("a description with line ends of Windows is documentation as any other", async () => {
  const get = { operationId: "getThing", description: "One.\r\n\r\nTwo.", responses: {} };
  const { "methods.gen.ts": methods, "schema.gen.ts": schema } = await generatedFrom({ get });
  expect(methods).toContain("   * One.\n   *\n   * Two.\n");
  expect(schema).toContain("* @description One.\n         *\n         *     Two.\n");
});

test("without a scheme, no credential is asked for", async () => {
  const files = await generatedFrom({ get: { operationId: "getThing", responses: {} } });
  expect(files["features.gen.ts"]).toContain('"../credentials.ts"');
  expect(files["operations.gen.ts"]?.match(/security: .*\]/g)).toStrictEqual(["security: string[][] = []"]);
});

test("the help of a command keeps code and lists as they are, and says what is deprecated", async () => {
  const get = {
    operationId: "getThing",
    deprecated: true,
    description: "First\nline.\n\n```sh\na\nb\n```\n\n1. One,\nmore.\n2. Two.",
    parameters: [
      { name: "old", in: "query", deprecated: true, description: "Old.", schema: { type: "string" } },
    ],
    responses: { 204: { description: "Done." } },
  };
  const { "commands.gen.ts": commands } = await generatedOf(modelOf({ paths: { "/things": { get } } }));
  const description = "Deprecated.\n\nFirst line.\n\n```sh\na\nb\n```\n\n1. One, more.\n2. Two.";
  expect(commands).toContain(JSON.stringify(description));
  expect(commands).toContain('"description": "Deprecated. Old."');
});
