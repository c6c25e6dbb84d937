import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { editedCopy } from "../test/spec-copy.ts";
import { readApi, sampleOf } from "./index.ts";
import { SpecError } from "./lint.ts";
import type { Api, Operation, Schema } from "./model.ts";

/** The model of a document in files, by their paths. The first is the root. */
async function modelOf(files: Record<string, string>): Promise<Api> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "model-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return await readApi(join(folder.path, Object.keys(files)[0] ?? ""), { rules: "openapi" });
}

const head = "openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\n";

test("an operation of any kind, with what its path and the document say of it", async () => {
  const { operations, webhooks } = await modelOf({
    "api/openapi.yaml": `${head}servers: [{ url: https://api.example }]
security: [{ token: [] }]
paths:
  /things/{id}:
    servers: [{ url: "https://{region}.example", variables: { region: { default: eu } } }]
    parameters:
      - { name: id, in: path, required: true, description: Of the path., schema: { type: integer } }
      - { name: tags, in: query, schema: { type: array, items: { type: string } } }
    patch:
      operationId: changeThing
      parameters:
        - { name: id, in: path, required: true, description: Of the operation., schema: { type: string, examples: [a1] } }
        - { name: Idempotency-Key, in: header, schema: { type: string } }
      requestBody:
        required: true
        content: { application/merge-patch+json: { schema: { type: object } } }
      responses:
        "200":
          description: Changed.
          headers: { x-count: { required: true, schema: { type: integer } } }
          content:
            text/plain: { schema: { type: string } }
            application/json: { schema: { $ref: "#/components/schemas/Thing" }, example: { id: a1 } }
        "204": { description: Nothing to change. }
        default: { $ref: "#/components/responses/Error" }
    post:
      security: []
      x-idempotent: true
      responses: {}
      callbacks: { done: { "{$request.body#/url}": { post: { responses: {} } } } }
webhooks: { lost: { post: { operationId: onLost, responses: { "204": { description: Noted. } } } } }
components:
  schemas: { Thing: { type: object } }
  responses: { Error: { description: Wrong., content: { application/problem+json: { schema: {} } } } }
  securitySchemes: { token: { type: http, scheme: bearer } }
`,
  });
  expect(operations).toMatchObject([
    {
      id: "postThingsById",
      method: "post",
      security: [],
      idempotent: true,
      responses: [],
      callbacks: [{ path: "done {$request.body#/url}", security: [] }],
    },
    {
      id: "changeThing",
      method: "patch",
      path: "/things/{id}",
      security: [{ token: [] }],
      servers: [{ url: "https://{region}.example", variables: { region: { default: "eu" } } }],
      idempotent: true,
      parameters: [
        {
          name: "id",
          in: "path",
          description: "Of the operation.",
          style: "simple",
          explode: false,
          examples: ["a1"],
        },
        { name: "tags", in: "query", required: false, style: "form", explode: true },
        { name: "Idempotency-Key", in: "header" },
      ],
      body: { required: true, contents: [{ mediaType: "application/merge-patch+json" }] },
      responses: [
        {
          status: "200",
          headers: [{ name: "x-count", required: true }],
          contents: [
            { mediaType: "application/json", examples: { example: { value: { id: "a1" } } } },
            { mediaType: "text/plain" },
          ],
        },
        { status: "204", contents: [] },
        { status: "default", description: "Wrong.", contents: [{ mediaType: "application/problem+json" }] },
      ],
    },
  ]);
  expect(webhooks).toMatchObject([
    { id: "onLost", path: "lost", security: [], responses: [{ status: "204" }] },
  ]);
});

test("an operation without an `operationId` has an identifier for its id, whatever its path", async () => {
  const { operations } = await modelOf({
    "api/openapi.yaml": `${head}paths: { "/users/@me/{file-name}+x.json": { get: { responses: {} } } }\n`,
  });
  expect(operations.map(({ id }) => id)).toStrictEqual(["getUsersMeByFileNameXJson"]);
});

const schemas = (text: string) => ({
  "api/openapi.yaml": `${head}paths: {}\ncomponents:\n  schemas:\n${text}`,
});

test("a $ref is its target, also in a circle, and what stands beside it holds as well", async () => {
  const api = await modelOf(
    schemas(`    Node:
      type: object
      description: A node.
      properties:
        next: { $ref: "#/components/schemas/Node" }
        first: { $ref: "#/components/schemas/Node", description: The first., required: [next] }
        tree: { $ref: "#/components/schemas/Node/properties/next" }
    Alias: { $ref: "#/components/schemas/Node" }
`),
  );
  const { Node, Alias } = api.schemas as Record<"Node" | "Alias", Schema>;
  expect(Node.properties?.["next"]).toBe(Node);
  expect(Node.properties?.["tree"]).toBe(Node);
  expect(Alias).toBe(Node);
  expect(api.nameOf(Alias)).toBe("Node");
  expect(Node.properties?.["first"]).toMatchObject({
    description: "The first.",
    required: ["next"],
    type: "object",
  });
  expect(Node.properties?.["first"]?.properties?.["next"]).toBe(Node);
  expect(sampleOf(Node)).toStrictEqual({});
});

test("a sample of an object has no names but those that are allowed", async () => {
  const closed = { type: "object", additionalProperties: { not: {} } };
  const named = { ...closed, propertyNames: { enum: ["cpu"] }, patternProperties: { "^c": { const: 1 } } };
  const map = { type: "object", propertyNames: { enum: ["queued"] }, additionalProperties: { const: 2 } };
  const schema = {
    type: "array",
    items: { ...closed, properties: { named, map }, required: ["named", "map"] },
  };
  expect([sampleOf(closed), sampleOf(schema)]).toStrictEqual([
    {},
    [{ named: { cpu: 1 }, map: { queued: 2 } }],
  ]);
});

test("a sample has no other fields where there must be none", async () => {
  const { Outer } = (
    await modelOf(
      schemas(`    Outer:
      type: object
      required: [inner]
      additionalProperties: { type: integer }
      properties:
        inner: { type: object, additionalProperties: false, properties: { outer: { $ref: "#/components/schemas/Outer" } } }
`),
    )
  ).schemas;
  expect(sampleOf(Outer as Schema)).toStrictEqual({ inner: {}, property1: 0, property2: 0 });
});

test("a sample of an alternative has the value that leads to it", async () => {
  const { Pet } = (
    await modelOf(
      schemas(`    Pet:
      oneOf: [{ $ref: "#/components/schemas/Cat" }]
      discriminator: { propertyName: kind, mapping: { cat: "#/components/schemas/Cat" } }
    Cat: { type: object, required: [lives], properties: { kind: { type: string }, lives: { const: 9 } } }
`),
    )
  ).schemas;
  expect(sampleOf(Pet as Schema)).toStrictEqual({ kind: "cat", lives: 9 });
});

test("an allOf is one schema, unless one schema cannot say the same", async () => {
  const { schemas: found } = await modelOf(
    schemas(`    Person: { type: object, description: Who., properties: { name: { type: string }, mail: { minLength: 1 } } }
    Owner:
      description: Who owns it.
      allOf:
        - $ref: "#/components/schemas/Person"
        - { required: [name], properties: { mail: { type: string }, __proto__: { type: integer } } }
    Manager:
      required: [mail]
      allOf:
        - allOf: [{ $ref: "#/components/schemas/Owner" }]
          required: [name]
          title: A part.
        - { title: Another part., examples: [{}] }
    Patterns: { allOf: [{ type: string, pattern: a }, { pattern: b }] }
    Three: { allOf: [{ $ref: "#/components/schemas/Patterns" }, { maxLength: 9, pattern: c }] }
    Closed: { properties: { a: {} }, allOf: [{ properties: { b: {} }, additionalProperties: false }] }
    Anchored: { properties: { a: { $ref: "#limits" } } }
    Limits: { $anchor: limits, maxLength: 9, minLength: 1, allOf: [{ type: string, maxLength: 5, minLength: 0 }] }
    Left: { allOf: [{ properties: { a: {} } }, { properties: { b: {} } }], unevaluatedProperties: false }
    LeftOfPart: { properties: { a: {} }, allOf: [{ properties: { b: {} }, unevaluatedProperties: false }] }
    Ring: { allOf: [{ $ref: "#/components/schemas/Around" }, { minLength: 1 }] }
    Around: { allOf: [{ $ref: "#/components/schemas/Ring" }, { $ref: "#/components/schemas/Back" }] }
    Back: { allOf: [{ $ref: "#/components/schemas/Ring" }, { maxLength: 9 }] }
`),
  );
  const limits = { $anchor: "limits", type: "string", maxLength: 5, minLength: 1 };
  expect(found["Limits"]).toStrictEqual(limits);
  expect(found["Anchored"]).toStrictEqual({ properties: { a: limits } });
  expect(found["Ring"]).toStrictEqual({ minLength: 1, maxLength: 9 });
  expect(found["Left"]).toStrictEqual({ properties: { a: {}, b: {} }, unevaluatedProperties: { not: {} } });
  expect(found["LeftOfPart"]).toStrictEqual({
    properties: { a: {} },
    allOf: [{ properties: { b: {} }, unevaluatedProperties: { not: {} } }],
  });
  expect(found["Owner"]).toStrictEqual({
    description: "Who owns it.",
    type: "object",
    required: ["name"],
    properties: Object.fromEntries([
      ["name", { type: "string" }],
      ["mail", { minLength: 1, type: "string" }],
      ["__proto__", { type: "integer" }],
    ]),
  });
  const { properties, type } = found["Owner"] as Schema;
  expect(found["Manager"]).toStrictEqual({
    description: "Who owns it.",
    type,
    required: ["mail", "name"],
    properties,
  });
  expect(found["Patterns"]).toStrictEqual({ type: "string", pattern: "a", allOf: [{ pattern: "b" }] });
  expect(found["Three"]).toStrictEqual({
    type: "string",
    pattern: "a",
    allOf: [{ pattern: "b" }, { maxLength: 9, pattern: "c" }],
  });
  expect(found["Closed"]).toStrictEqual({
    properties: { a: {} },
    allOf: [{ properties: { b: {} }, additionalProperties: { not: {} } }],
  });
});

test("every node has its place: in the file that it is written in, at the line of the key", async () => {
  const api = await modelOf({
    "api/openapi.yaml": `${head}paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - { name: id, in: path, required: true, schema: { $ref: schemas/Id.yaml } }
      responses:
        "200": { description: It., content: { application/json: { schema: { $ref: schemas/Thing.yaml } } } }
`,
    "api/schemas/Id.yaml": "type: string\npattern: ^thing_\n",
    "api/schemas/Thing.yaml": `type: object
required:
  - id
properties:
  id:
    $ref: Id.yaml
  state:
    enum:
      - new
      - old
`,
  });
  const [operation] = api.operations as [Operation];
  const { Thing, Id } = api.schemas as Record<"Thing" | "Id", Schema>;
  const root = "api/openapi.yaml";
  expect(api.where(operation, "operationId")).toStrictEqual({ file: root, line: 6, column: 7 });
  expect(api.where(operation.parameters[0] as object)).toStrictEqual({ file: root, line: 8, column: 11 });
  expect(api.where(Id, "pattern")).toStrictEqual({ file: "api/schemas/Id.yaml", line: 2, column: 1 });
  const inThing = { file: "api/schemas/Thing.yaml", column: 3 };
  expect(api.where(Thing.properties?.["state"] as Schema)).toStrictEqual({ ...inThing, line: 7 });
  expect(api.where(Thing, "properties", "state", "enum", 1)).toStrictEqual({
    ...inThing,
    line: 10,
    column: 9,
  });
  expect(api.where(Thing, "required", "nothing")).toStrictEqual({ ...inThing, line: 2, column: 1 });
  expect(() => api.where({})).toThrow("not of this model");
});

test("the null that `nullable` allows has a place", async () => {
  const api = await modelOf({
    "api/openapi.yaml": `${head.replace("3.1.0", "3.0.3")}paths: {}
components:
  schemas:
    Thing: { nullable: true, oneOf: [{ type: string }] }
`,
  });
  const { anyOf = [] } = api.schemas["Thing"] as Schema;
  expect(anyOf.map((one) => api.where(one).line)).toStrictEqual([6, 6]);
});

test("a warning keeps nothing from being used; an error names rule, file and line", async () => {
  const state = "components/schemas/WorkItemState.yaml";
  await using todo = await editedCopy({
    [state]: (text) => text.replace(/^description:[ |\n]*/m, "$&TODO "),
  });
  await using wrong = await editedCopy({ [state]: (text) => text.replace("type: string", "type: [") });
  expect((await readApi(todo.file)).warnings.join()).toContain("Write this text");
  await expect(readApi(wrong.file)).rejects.toThrow(SpecError);
  await expect(readApi(wrong.file)).rejects.toThrow("WorkItemState.yaml:2:1");
  // Only the cause is told, and not that each `$ref` to the file leads nowhere.
  await expect(readApi(wrong.file)).rejects.not.toThrow(/resolve/);
});

test("a component whose name OpenAPI does not allow is an error that names its file", async () => {
  await using copy = await editedCopy({
    "components/schemas/Work note.yaml": () => "type: string\ndescription: A note.\n",
    "components/schemas/WorkItem.yaml": (text) => `${text}  note:\n    $ref: Work note.yaml\n`,
  });
  await expect(readApi(copy.file)).rejects.toThrow(/Work note\.yaml:1:1\nName the file of `Work note`/);
});

test.each([
  ["openapi: 3.1", "as in `openapi: 3.1.1`; received openapi: 3.1."],
  ["openapi: 3.2.0", "received openapi: 3.2.0."],
  ['swagger: "2.0"', "received swagger: 2.0."],
  ["", "received nothing."],
  [`${head}paths: {}\n---\na: 1`, "expected a single document"],
])("a document that begins with %j is an error at its first line", async (text, sentence) => {
  const error = await modelOf({ "api/openapi.yaml": text }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpecError);
  expect((error as SpecError).message).toMatch(/api\/openapi\.yaml:1:1\n/);
  expect((error as SpecError).message).toContain(sentence);
});

test("files that lead to each other are an error with a place", async () => {
  await using copy = await editedCopy({
    "components/schemas/ErrorMessage.yaml": () => "$ref: Message.yaml\n",
    "components/schemas/Message.yaml": () => "$ref: ErrorMessage.yaml\n",
  });
  await expect(readApi(copy.file)).rejects.toThrow(
    /Message\.yaml:1:1\nFailed to parse: `\$ref` leads to the file itself/,
  );
});

test("a file that is a $ref to itself is an error that names it once, however many places use it", async () => {
  const file = "components/schemas/ErrorMessage.yaml";
  await using copy = await editedCopy({ [file]: () => "$ref: ErrorMessage.yaml\n" });
  const error = await readApi(copy.file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpecError);
  expect((error as SpecError).message.match(/\S+:\d+:\d+\n.*/g)).toStrictEqual([
    expect.stringMatching(/ErrorMessage\.yaml:1:1\nFailed to parse: `\$ref` leads to the file itself/),
  ]);
});
