import {
  add,
  type Case,
  edit,
  header,
  item,
  major,
  metadata,
  minor,
  newField,
  none,
  parameter,
  patch,
  query,
  response,
  root,
  secondScheme,
  workId,
  workItem,
} from "./cases.ts";

const field = (schema: string) => add(workItem, `  extra: { ${schema} }\n`);
const body = (schema: string, rest = "") =>
  add(item, `  requestBody: { content: { application/json: { schema: { ${schema} }${rest} } } }\n`);
const operation = (rest: string) => add(item, `  ${rest}\n`);
const answer = (rest: string) => add(response, `${rest}\n`);
/** Several edits, also of one file. */
function both(...all: Case["edits"][]): Case["edits"] {
  const merged: Case["edits"] = {};
  for (const [file, change] of all.flatMap((edits) => Object.entries(edits))) {
    const first = merged[file] ?? String;
    merged[file] = (text) => change(first(text));
  }
  return merged;
}

/** A keyword that comes, goes or changes, in what a client sends. */
const sent = (change: string, old: string, now: string) =>
  major(`in a request, ${change}`, query(now), query(old));
/** The same in an answer. */
const received = (change: string, old: string, now: string) =>
  major(`in a response, ${change}`, field(now), field(old));
const tree = (type: string) =>
  both(add(workItem, "  tree: { $ref: Tree.yaml }\n"), {
    "components/schemas/Tree.yaml": () =>
      `type: object\nproperties:\n  name: { type: ${type} }\n  children: { type: array, items: { $ref: Tree.yaml } }\n`,
  });
const moved = (required: string) => ({
  ...edit(workItem, [/^/, "allOf: [{ $ref: Base.yaml }]\n"], ["  - data\n", ""], [/ {2}data:\n.*\n/, ""]),
  ...add(
    "components/schemas/Base.yaml",
    `type: object${required}\nproperties: { data: { $ref: WorkItemData.yaml } }\n`,
  ),
});
const ofPath = edit(item, [/^/, "parameters:\n  - { name: unheard, in: query, schema: { type: string } }\n"]);
const example = (value: string) => answer(`      again: { value: ${value} }`);
const server = (rest: string) => edit(root, ["security:\n", `  - { url: ${rest} }\n$&`]);
const unusedSchema = (schema: string) =>
  edit(root, ["components:\n", `$&  schemas: { Unused: { ${schema} } }\n`]);
const twin = (responses: string) => ({
  ...edit(root, ["paths:\n", "$&  /api/v1/cloud/environments/{a}/work/{b}:\n    $ref: paths/twin.yaml\n"]),
  "paths/twin.yaml": () =>
    `get:\n  operationId: getTwin\n  parameters: [${["a", "b"].map((name) => `{ name: ${name}, in: path, required: true, schema: {} }`)}]\n  responses: { ${responses} }\n`,
});

/** Changes that `redocly diff` overlooks or takes for harmless. */
export const hardCases: Case[] = [
  // Beside a change that it sees
  major(
    "a const that is an object changed, beside a new field",
    both(field("const: { a: 2 }"), newField("integer")),
    field("const: { a: 1 }"),
  ),
  major(
    "the mapping of a discriminator changed, beside a new enum value",
    both(field("discriminator: { propertyName: a, mapping: { b: WorkItemId.yaml } }"), query("enum: [a, b]")),
    both(field("discriminator: { propertyName: a, mapping: { b: RequestId.yaml } }"), query("enum: [a]")),
  ),
  // Keywords of a request
  sent("a not added", "type: string", "type: string, not: { const: a }"),
  sent("a not narrowed by a lower bound in it", "not: { minLength: 5 }", "not: { minLength: 3 }"),
  sent("if and then added", "type: string", "type: string, if: { minLength: 3 }, then: { const: abc }"),
  sent(
    "an if changed",
    "if: { minLength: 3 }, then: { const: a }",
    "if: { minLength: 2 }, then: { const: a }",
  ),
  sent("prefixItems added", "type: array", "type: array, prefixItems: [{ type: string }]"),
  sent("contains added", "type: array", "type: array, contains: { const: a }"),
  sent("minContains added", "contains: { const: a }", "contains: { const: a }, minContains: 2"),
  sent("minItems added", "type: array", "type: array, minItems: 1"),
  sent("dependentRequired added", "type: object", "type: object, dependentRequired: { a: [b] }"),
  sent(
    "dependentRequired extended",
    "dependentRequired: { title: [a] }",
    "dependentRequired: { title: [a, b] }",
  ),
  sent(
    "dependentSchemas added",
    "type: object",
    "type: object, dependentSchemas: { a: { minProperties: 2 } }",
  ),
  sent(
    "patternProperties added",
    "type: object",
    "type: object, patternProperties: { ^a: { type: string } }",
  ),
  sent(
    "patternProperties that are called as a keyword added",
    "patternProperties: { ^a: {} }",
    "patternProperties: { ^a: {}, items: { type: string } }",
  ),
  major(
    "a value added to an enum of a response that a request must not be",
    both(
      query("not: { $ref: ../components/schemas/WorkItemState.yaml }"),
      edit("components/schemas/WorkItemState.yaml", ["  - queued\n", "$&  - unheard\n"]),
    ),
    query("not: { $ref: ../components/schemas/WorkItemState.yaml }"),
  ),
  sent("propertyNames added", "type: object", "type: object, propertyNames: { maxLength: 3 }"),
  sent("unevaluatedProperties added", "type: object", "type: object, unevaluatedProperties: false"),
  sent(
    "the values of a map changed",
    "type: object, additionalProperties: { type: string }",
    "type: object, additionalProperties: { type: integer }",
  ),
  sent(
    "a named field added to a map",
    "type: object, additionalProperties: { type: string }",
    "type: object, additionalProperties: { type: string }, properties: { a: { type: integer } }",
  ),
  sent(
    "a field that is called as a keyword removed",
    "type: object, properties: { a: {}, type: { type: string } }",
    "type: object, properties: { a: {} }",
  ),
  sent(
    "a field that is called as a text closed",
    "properties: { title: true }",
    "properties: { title: false }",
  ),
  sent(
    "a field that is called as a keyword closed",
    "properties: { deprecated: true }",
    "properties: { deprecated: false }",
  ),
  sent(
    "a schema of anyOf removed",
    "anyOf: [{ type: string }, { type: integer }]",
    "anyOf: [{ type: string }]",
  ),
  sent("a schema of allOf added", "allOf: [{ minLength: 1 }]", "allOf: [{ minLength: 1 }, { maxLength: 9 }]"),
  sent(
    "a schema of oneOf widened into another",
    "oneOf: [{ maxLength: 3 }, { minLength: 5 }]",
    "oneOf: [{ maxLength: 7 }, { minLength: 5 }]",
  ),
  sent("a default that is an object changed", "default: { a: 1 }", "default: { a: 2 }"),
  sent("contentSchema added", "type: string", "type: string, contentSchema: { type: object }"),
  major(
    "in a request, a constraint beside a $ref added",
    edit(parameter, ["WorkItemId.yaml", "$&\n  maxLength: 40"]),
  ),
  major(
    "in a request, a constraint narrowed beside a $ref with the same",
    both(edit(parameter, ["WorkItemId.yaml", "$&\n  maxLength: 30"]), add(workId, "maxLength: 60\n")),
    both(edit(parameter, ["WorkItemId.yaml", "$&\n  maxLength: 40"]), add(workId, "maxLength: 60\n")),
  ),
  major(
    "in a request, a constraint narrowed under a $ref with the same",
    both(edit(parameter, ["WorkItemId.yaml", "$&\n  maxLength: 40"]), add(workId, "maxLength: 20\n")),
    both(edit(parameter, ["WorkItemId.yaml", "$&\n  maxLength: 40"]), add(workId, "maxLength: 60\n")),
  ),
  // Keywords of a response
  received("a not removed", "type: string, not: { const: a }", "type: string"),
  received("if and then removed", "if: { minLength: 3 }, then: { const: abc }", ""),
  received("prefixItems removed", "type: array, prefixItems: [{ type: string }]", "type: array"),
  received("contains removed", "type: array, contains: { const: a }", "type: array"),
  received(
    "minContains lowered",
    "contains: { const: a }, minContains: 2",
    "contains: { const: a }, minContains: 1",
  ),
  received(
    "patternProperties removed",
    "type: object, patternProperties: { ^a: { type: string } }",
    "type: object",
  ),
  received(
    "patternProperties added",
    "type: object",
    "type: object, patternProperties: { ^a: { type: string } }",
  ),
  received(
    "a schema of oneOf added",
    "oneOf: [{ type: string }]",
    "oneOf: [{ type: string }, { type: integer }]",
  ),
  received(
    "null allowed by anyOf",
    "anyOf: [{ type: string }]",
    'anyOf: [{ type: string }, { type: "null" }]',
  ),
  received("a discriminator added", "type: object", "type: object, discriminator: { propertyName: a }"),
  received("a value that is an object gone", "enum: [{ a: 1 }, { a: 2 }]", "enum: [{ a: 1 }]"),
  received(
    "a value of another type added",
    "type: [string, integer], enum: [a]",
    "type: [string, integer], enum: [a, 1]",
  ),
  received("a value added where no type opens it", "enum: [a]", "enum: [a, b]"),
  received("a boolean added", "type: boolean, enum: [true]", "type: boolean, enum: [true, false]"),
  received("a default of a field that can be absent removed", "type: string, default: a", "type: string"),
  received("contentMediaType changed", "contentMediaType: text/a", "contentMediaType: text/b"),
  received(
    "a field of a schema of allOf removed",
    "allOf: [{ properties: { a: {}, b: {} } }]",
    "allOf: [{ properties: { a: {} } }]",
  ),
  major("a named field added to a response map", add(metadata, "properties:\n  count: { type: integer }\n")),
  major(
    "a required field that has no schema gets one, and is optional",
    add(workItem, "  ghost: { type: string }\n"),
    edit(workItem, ["  - metadata\n", "$&  - ghost\n"]),
  ),
  // Fields that move to a schema of an allOf
  none("a field moved to a schema of an allOf", moved("\nrequired: [data]")),
  major("a field moved to a schema of an allOf, where it can be absent", moved("")),
  patch(
    "a schema put into an allOf of its own",
    edit(workItem, ["$ref: WorkItemState.yaml", "allOf: [{ $& }]"]),
  ),
  // Fields of one direction
  major("a field of a response only written", field("type: string, writeOnly: true"), field("type: string")),
  major("a schema of parameter and response only read", add(workId, "readOnly: true\n")),
  major("a schema of parameter and response no longer only read", {}, add(workId, "readOnly: true\n")),
  major(
    "a parameter of a schema that is only read narrowed",
    query("type: string, readOnly: true, maxLength: 3"),
    query("type: string, readOnly: true, maxLength: 4"),
  ),
  // Parameters
  ...["style: spaceDelimited, ", "explode: false, ", "allowReserved: true, "].map((rest) =>
    major(`${rest.slice(0, -2)} of a parameter added`, query("type: array", rest), query("type: array")),
  ),
  major(
    "a parameter encoded in another way",
    edit(item, [
      "  parameters:\n",
      "$&    - { name: unheard, in: query, content: { application/json: { schema: { type: string } } } }\n",
    ]),
    query("type: string"),
  ),
  major(
    "a parameter sent in a header",
    edit(item, ["  parameters:\n", "$&    - { name: unheard, in: header, schema: { type: string } }\n"]),
    query("type: string"),
  ),
  major(
    "a parameter of a path replaced by a narrower one of its operation",
    both(ofPath, query("type: string, maxLength: 9")),
    ofPath,
  ),
  none(
    "a parameter of a path replaced by an equal one of its operation",
    both(ofPath, query("type: string")),
    ofPath,
  ),
  // Bodies
  major("a field of a body required", body("required: [a]"), body("required: []")),
  major(
    "a field of a body encoded in another way",
    body("type: object", ", encoding: { a: { contentType: text/b } }"),
    body("type: object", ", encoding: { a: { contentType: text/a } }"),
  ),
  major(
    "a header of a field of a body added",
    body("type: object", ", encoding: { a: { headers: { X-A: { required: true, schema: {} } } } }"),
    body("type: object", ", encoding: { a: { headers: {} } }"),
  ),
  major(
    "a header of a field of a body required",
    body("type: object", ", encoding: { a: { headers: { X-A: { required: true, schema: {} } } } }"),
    body("type: object", ", encoding: { a: { headers: { X-A: { schema: {} } } } }"),
  ),
  // Answers
  major(
    "a second success added",
    add(item, '    "202":\n      $ref: ../components/responses/WorkItem.yaml\n'),
  ),
  major(
    "a range of successes added",
    add(item, "    2XX:\n      $ref: ../components/responses/WorkItem.yaml\n"),
  ),
  major("another content type of an answer added", edit(response, ["content:\n", "$&  text/plain: {}\n"])),
  major("the type of a response header changed", header(""), header("", "string")),
  major(
    "the operation of a link changed",
    answer("links: { title: { operationId: getOther } }"),
    answer("links: { title: { operationId: getWorkItem } }"),
  ),
  // Operations, security, servers
  major("an operation moved to a server", operation("servers: [{ url: https://b.example.org }]")),
  major(
    "another server of an operation",
    operation("servers: [{ url: https://b.example.org }]"),
    operation("servers: [{ url: https://a.example.org }]"),
  ),
  major("the server of an operation removed", {}, operation("servers: [{ url: https://b.example.org }]")),
  major(
    "a second server of an operation",
    operation("servers: [{ url: https://a.example.org }, { url: https://b.example.org }]"),
    operation("servers: [{ url: https://a.example.org }]"),
  ),
  major("a path moved to a server", add(item, "servers: [{ url: https://b.example.org }]\n")),
  major("the server of a path removed", {}, add(item, "servers: [{ url: https://b.example.org }]\n")),
  major(
    "what a callback sends changed",
    operation(
      "callbacks: { title: { '{$request.query.a}': { post: { requestBody: { content: { a/b: { schema: { type: integer } } } }, responses: { '200': { description: Yes. } } } } } }",
    ),
    operation(
      "callbacks: { title: { '{$request.query.a}': { post: { requestBody: { content: { a/b: { schema: { type: string } } } }, responses: { '200': { description: Yes. } } } } } }",
    ),
  ),
  major(
    "a callback added",
    operation(
      "callbacks: { done: { '{$request.query.a}': { post: { responses: { '200': { description: Yes. } } } } } }",
    ),
  ),
  major(
    "another security of an operation",
    both(operation("security: [{ Key: [] }]"), edit(root, secondScheme)),
    edit(root, secondScheme),
  ),
  major(
    "a scope required",
    operation("security: [{ PersonalAccessToken: [a, b] }]"),
    operation("security: [{ PersonalAccessToken: [a] }]"),
  ),
  major("security of an operation required again", {}, operation("security: []")),
  minor("security of an operation no longer required", operation("security: []")),
  major(
    "the default of a server variable changed",
    server("'https://{a}.example.org', variables: { a: { default: b } }"),
    server("'https://{a}.example.org', variables: { a: { default: a } }"),
  ),
  major(
    "a server put before the default one",
    edit(root, ["servers:\n", "$&  - url: https://api.example.org\n"]),
  ),
  major(
    "a webhook changed",
    add(
      root,
      "webhooks: { done: { post: { operationId: a, responses: { '200': { description: Yes. } } } } }\n",
    ),
    add(
      root,
      "webhooks: { done: { post: { operationId: b, responses: { '200': { description: Yes. } } } } }\n",
    ),
  ),
  major("another dialect of schemas", add(root, "jsonSchemaDialect: https://example.org/a\n")),
  major("a schema that nothing uses changed", unusedSchema("type: integer"), unusedSchema("type: string")),
  major(
    "a status removed from one of two paths that differ only in names",
    twin("'200': { description: Yes. }"),
    twin("'200': { description: Yes. }, '404': { description: No. }"),
  ),
  // Schemas that hold themselves
  major("a field of a recursive schema changed", tree("integer"), tree("string")),
  none(
    "a recursive schema that did not change",
    both(tree("string"), add(workItem, "# The end.\n")),
    tree("string"),
  ),
  // Types that the client exports
  major(
    "a response written in place",
    edit(item, [
      "$ref: ../components/responses/NotFound.yaml",
      "description: No.\n      content: { application/json: { schema: { $ref: ../components/schemas/NotFoundError.yaml } } }",
    ]),
  ),
  // Texts
  patch("an example in a response edited", example("{ a: { b: 2 } }"), example("{ a: { b: 1 } }")),
  patch("an example in a schema edited", field("examples: [{ a: 2 }]"), field("examples: [{ a: 1 }]")),
  patch(
    "an example in a parameter edited",
    query("", "example: { a: 2 }, "),
    query("", "example: { a: 1 }, "),
  ),
  patch(
    "an example of a parameter added",
    edit(parameter, ["schema:", "examples: { one: { value: work_1 } }\n$&"]),
  ),
  patch("a summary of a path added", add(item, "summary: An item.\n")),
  patch(
    "an extension of the document edited",
    add(root, "x-a: { b: [{ c: 2 }] }\n"),
    add(root, "x-a: { b: [{ c: 1 }] }\n"),
  ),
  patch(
    "a text of a schema that nothing uses edited",
    unusedSchema("type: string, title: B"),
    unusedSchema("type: string, title: A"),
  ),
  patch("a contact added", edit(root, ["info:\n", "$&  contact: { name: Someone }\n"])),
  none("an example in another order", example("{ b: 2, a: 1 }"), example("{ a: 1, b: 2 }")),
];
