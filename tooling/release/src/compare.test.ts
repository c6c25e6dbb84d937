import { spawnSync } from "node:child_process";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { modelOf } from "@qoder/work-codegen/test/model.ts";
import { describe, expect, test } from "vitest";
import { answer, cat, dog, i, json, list, nullable, object, query, ref, s } from "../test/cases/build.ts";
import { documentCases, type Json, operationCases, schemaCases } from "../test/cases/index.ts";
import { documentOf } from "../test/documents.ts";
import { compare } from "./compare.ts";
import policy from "./policy.json" with { type: "json" };

const changesOf = (before: Json, after: Json) => compare(modelOf(before), modelOf(after));
const bumpOf = (before: Json, after: Json) => changesOf(before, after)[0]?.bump ?? "none";
const having = (schema: Json) => object({ a: schema }, "a");

/** The places of a schema in a request and in a response, as an operation for each. */
const requests: Record<string, (schema: Json) => Json> = {
  query: (schema) => ({ parameters: [{ name: "a", in: "query", schema }] }),
  header: (schema) => ({
    parameters: [{ name: "A", in: "header", content: { "application/json": { schema } } }],
  }),
  body: (schema) => ({ requestBody: json(schema) }),
  fieldOfBody: (schema) => ({ requestBody: json(having(schema)) }),
  listInBody: (schema) => ({ requestBody: json({ type: "array", items: schema }) }),
  namedSchema: () => ({ requestBody: json({ $ref: "#/components/schemas/namedSchema" }) }),
};
const responses: typeof requests = {
  answer: (schema) => answer(json(schema)),
  fieldOfAnswer: (schema) => answer(json(having(schema))),
  mapInAnswer: (schema) => answer(json({ type: "object", additionalProperties: having(schema) })),
  partOfError: (schema) => ({
    responses: {
      200: { description: "Done." },
      default: {
        description: "No.",
        ...json({ allOf: [having(schema), { type: "object", required: ["b"] }] }),
      },
    },
  }),
  header: (schema) => answer({ headers: { A: { schema } } }),
};

describe("known changes", () => {
  const documentWith = (places: typeof requests, schema: Json) => {
    const paths = Object.entries(places).map(([name, operation]) => {
      const post = { responses: { 200: { description: "Done." } }, ...operation(schema), operationId: name };
      return [`/${name}`, { post }];
    });
    const schemas = places === requests ? { namedSchema: having(schema) } : {};
    return documentOf({}, { paths: Object.fromEntries(paths), components: { schemas } });
  };
  const found = (places: typeof requests, before: Json, after: Json) => {
    const changes = changesOf(documentWith(places, before), documentWith(places, after));
    return Object.keys(places).map((name) => {
      const own = changes.filter(({ sentence, parts }) => [sentence, ...parts].join().includes(`\`${name}`));
      return `${name}: ${own[0]?.bump ?? "none"}`;
    });
  };
  const wanted = (places: typeof requests, bump: string) =>
    Object.keys(places).map((name) => `${name}: ${bump}`);

  test.each(schemaCases)("of a schema: %s", (_what, before, after, request, response) => {
    expect(found(requests, before, after)).toEqual(wanted(requests, request));
    expect(found(responses, before, after)).toEqual(wanted(responses, response));
  });

  test.each(operationCases)("of an operation: %s", (_what, before, after, bump) => {
    expect(bumpOf(documentOf(before), documentOf(after))).toBe(bump);
  });

  test.each(documentCases)("of a document: %s", (_what, before, after, bump) => {
    expect(bumpOf(documentOf({}, before), documentOf({}, after))).toBe(bump);
  });
});

describe("a change reads well", () => {
  const sentences = (before: Json, after: Json) =>
    changesOf(before, after).map(({ sentence, parts }) => [sentence, ...parts].join(" | "));
  const limit = (schema: Json, name = "limit") => query({ name }, schema);
  const answering = (schema: Json) => answer(json(schema));
  const no = (...statuses: number[]) => ({
    responses: Object.fromEntries([200, ...statuses].map((status) => [status, { description: "So." }])),
  });

  test.each<[sentence: string, before: Json, after: Json]>([
    ["`limit` of `doThing` is now called `size`", limit(i), limit(i, "size")],
    ["`limit` of `doThing` must now have at least 1 character", limit(s), limit({ ...s, minLength: 1 })],
    [
      "The items of `limit` of `doThing` must now differ",
      limit(list(s)),
      limit({ ...list(s), uniqueItems: true }),
    ],
    [
      "`limit` of `doThing` can now have as few as 1 item (was 2)",
      limit({ ...list(s), minItems: 2 }),
      limit({ ...list(s), minItems: 1 }),
    ],
    ["`limit` of `doThing` must now be less than 9", limit({ maximum: 9 }), limit({ exclusiveMaximum: 9 })],
    [
      "`limit` of `doThing` now only has to be a multiple of 2 (was 4)",
      limit({ ...i, multipleOf: 4 }),
      limit({ ...i, multipleOf: 2 }),
    ],
    [
      "`limit[1]` of `doThing` is now `string` instead of `integer` | `limit` of `doThing`",
      limit({ prefixItems: [i, i] }),
      limit({ prefixItems: [i, s] }),
    ],
    [
      "`limit` of `doThing` can no longer be another value",
      limit({ anyOf: [{ minLength: 2 }, { maximum: 3 }] }),
      limit({ anyOf: [{ minLength: 2 }] }),
    ],
    [
      "`limit` of `doThing` is now a `header` parameter instead of a `query` parameter",
      limit(list(s)),
      query({ name: "limit", in: "header" }, list(s)),
    ],
    [
      "`style` of `limit` of `doThing` is now `pipeDelimited` instead of `form`",
      limit(list(s)),
      query({ name: "limit", style: "pipeDelimited" }, list(s)),
    ],
    [
      "The 200 response of `doThing` can now have other fields",
      answering({ ...object({}), additionalProperties: false }),
      answering(object({})),
    ],
    [
      "The 200 response of `doThing` can now match several of its schemas",
      answering({ oneOf: [object({ a: s }), object({ b: s })] }),
      answering({ anyOf: [object({ a: s }), object({ b: s })] }),
    ],
    [
      "`limit` of `doThing` must now be less than 9 (was 10)",
      limit({ type: "number", maximum: 10 }),
      limit({ type: "number", exclusiveMaximum: 9 }),
    ],
    ["`limit` of `doThing` must now match `^a_`", limit(s), limit({ ...s, pattern: "^a_" })],
    ["`limit` of `doThing` must now fulfil `not`", limit(s), limit({ ...s, not: { const: "a" } })],
    [
      "`limit` of `doThing` must now match one of several schemas",
      limit({}),
      limit({ anyOf: [list(s), object({})] }),
    ],
    ["`limit` of `doThing` must now be `a` or `b`", limit(s), limit({ ...s, enum: ["a", "b"] })],
    ["`limit` of `doThing` is now `string` instead of `integer`", limit(i), limit(s)],
    [
      "`a` of the 200 response of `doThing` can now be `null`",
      answering(having(s)),
      answering(having(nullable)),
    ],
    [
      "`a[].b` of the 200 response of `doThing` was added",
      answering(having(list({}))),
      answering(having(list({ properties: { b: s } }))),
    ],
    [
      "`*` of the 200 response of `doThing` can now be `null`",
      answering({ additionalProperties: s }),
      answering({ additionalProperties: nullable }),
    ],
    [
      "The 200 response of `doThing` is now `text/plain` instead of `application/json`",
      answering(s),
      { responses: { 200: { description: "Done.", content: { "text/plain": { schema: s } } } } },
    ],
    [
      "`examples` of `a` of the body of `doThing` was added",
      { requestBody: json(having(s)) },
      { requestBody: json(having({ ...s, examples: ["a"] })) },
    ],
    [
      "A 202 response was added to `doThing`",
      { responses: { ...no().responses, default: { description: "No.", ...json(s) } } },
      { responses: { ...no(202).responses, default: { description: "No.", ...json(s) } } },
    ],
    [
      "Header `A` of the 200 response of `doThing` is now sent as `text/plain`",
      answer({ headers: { A: { schema: s } } }),
      answer({ headers: { A: { content: { "text/plain": { schema: s } } } } }),
    ],
    [
      "`puss` now selects a schema of the 200 response of `doThing`",
      answering({ oneOf: [cat, dog], discriminator: { propertyName: "kind", mapping: { cat: "Cat" } } }),
      answering({
        oneOf: [cat, dog],
        discriminator: { propertyName: "kind", mapping: { cat: "Cat", puss: "Cat" } },
      }),
    ],
    ["`doThing` is now called `doOther`", {}, { operationId: "doOther" }],
  ])("%s", (sentence, before, after) => {
    expect(sentences(documentOf(before), documentOf(after))).toEqual([sentence]);
  });

  const of = (schemas: Json) => ({
    components: { schemas },
    paths: {
      "/a": { get: { operationId: "getA", ...answering(ref("Thing")) } },
      "/b": {
        get: {
          operationId: "getB",
          ...answering(list(ref("Thing"))),
        },
      },
    },
  });
  const thing = (state: Json) =>
    of({
      Thing: { type: "object", properties: { state: ref("State") } },
      State: state,
    });
  const both = "the 200 response of `getA` | the 200 response of `getB`";

  test("in a schema that one other uses, as a part of that, and once for all places", () => {
    expect(
      sentences(
        documentOf({}, thing({ ...s, enum: ["a"] })),
        documentOf({}, thing({ ...s, enum: ["a", "b"] })),
      ),
    ).toEqual([`\`Thing.state\` can now be \`b\` | ${both}`]);
  });

  test("in a schema that has several places in one other, as that schema", () => {
    const [before, after] = [["a"], ["a", "b"]].map((values) => {
      const properties = {
        one: ref("State"),
        two: ref("State"),
      };
      return documentOf({}, of({ Thing: { type: "object", properties }, State: { ...s, enum: values } }));
    });
    expect(sentences(before, after)).toEqual([`\`State\` can now be \`b\` | ${both}`]);
  });

  test("in a schema that a request has too, as that schema", () => {
    const [before, after] = [["a"], ["a", "b"]].map((values) => {
      const operation = limit(list(ref("State")));
      return documentOf(
        { ...operation, ...answering(ref("Thing")) },
        {
          components: thing({ ...s, enum: values }).components,
        },
      );
    });
    const parts = "`limit` of `doThing` | the 200 response of `doThing`";
    expect(sentences(before, after)).toEqual([`\`State\` can now be \`b\` | ${parts}`]);
  });

  test("where a field that was always there is gone, and its type, once", () => {
    const before = of({
      Thing: { type: "object", properties: { a: ref("A") }, required: ["a"] },
      A: s,
    });
    expect(sentences(documentOf({}, before), documentOf({}, of({ Thing: { type: "object" } })))).toEqual([
      `\`Thing.a\` was removed | ${both}`,
    ]);
  });

  test("where a schema has another name, whose type a program may import", () => {
    const [before, after] = ["A", "B"].map((name) =>
      documentOf(answering(ref(name)), {
        components: { schemas: { [name]: s } },
      }),
    );
    expect(sentences(before, after)).toEqual(["Schema `A` is now called `B`"]);
  });

  test("where a part of a schema has another name, and not where another part came", () => {
    const withPart = (name: string, part: Json) => {
      const schemas = { [name]: part, Whole: { allOf: [ref(name), object({ b: s })] } };
      return documentOf(answering(ref("Whole")), { components: { schemas } });
    };
    const before = withPart("A", object({ a: s }));
    expect(sentences(before, withPart("B", object({ a: s })))).toEqual(["Schema `A` is now called `B`"]);
    expect(sentences(before, withPart("B", object({ a: i }))).join()).not.toContain("is now called");
  });

  test("where an operation takes no credentials any more", () => {
    const schemes = { components: { securitySchemes: { A: { type: "http", scheme: "bearer" } } } };
    const [open, closed] = [[], [{ A: [] }]].map((security) => documentOf({}, { ...schemes, security }));
    expect(sentences(open, closed)).toEqual(["Calls now need `A` instead of no credentials | `doThing`"]);
    expect(sentences(closed, open)).toEqual(["Calls now need no credentials instead of `A` | `doThing`"]);
  });

  test("where a scheme has another flow", () => {
    const flow = { tokenUrl: "https://id.example.org", scopes: {} };
    const [one, two] = [{ clientCredentials: flow }, { clientCredentials: flow, password: flow }].map(
      (flows) =>
        documentOf(
          {},
          { components: { securitySchemes: { A: { type: "oauth2", flows } } }, security: [{ A: [] }] },
        ),
    );
    expect(sentences(one, two)[0]).toBe("Calls now also accept another kind of `A` | `doThing`");
    expect(sentences(two, one)[0]).toBe("Calls now need another kind of `A` | `doThing`");
  });
});

test("changes have places, in the base where a thing is gone, and what was and is there", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "compare-"));
  const read = async (name: string, status: string, values: string) => {
    const text = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200":
          description: All.
          content:
            application/json:
              schema:
                type: string
                enum: ${values}
        "${status}": { description: No. }
`;
    await writeFile(join(folder.path, name), text);
    return readApi(join(folder.path, name), { rules: "openapi" });
  };
  const [before, after] = [await read("a.yaml", "404", "[a]"), await read("b.yaml", "410", "[a, b]")];
  const place = (name: string, line: number, column: number) => ({
    file: expect.stringMatching(`/${name}$`),
    line,
    column,
  });
  expect(compare(before, after)).toMatchObject([
    { bump: "major", isGone: true, place: place("a.yaml", 15, 9), old: "404", new: undefined },
    { bump: "minor", isGone: false, place: place("b.yaml", 15, 9), old: undefined, new: "410" },
    { bump: "minor", isGone: false, place: place("b.yaml", 14, 17), old: ["a"], new: ["a", "b"] },
  ]);
});

/** Lines of policy.json that call a change compatible that `redocly diff` calls breaking. */
const disagreements = [
  "anyOf added",
  "isExclusive widened",
  "narrowed",
  "other fields allowed",
  "value added",
  "value added to a closed type",
  "widened",
] as const;

test("redocly diff finds no breaking change that this does not, but for what is only written in another way", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "witness-"));
  const cases = [
    ...schemaCases.flatMap(([, before, after, request, response]) => [
      {
        before: { requestBody: json(having(before)) },
        after: { requestBody: json(having(after)) },
        bump: request,
      },
      { before: answer(json(having(before))), after: answer(json(having(after))), bump: response },
    ]),
    ...operationCases.map(([, before, after, bump]) => ({ before, after, bump })),
  ].filter((one) => !JSON.stringify(one).includes("unheard"));
  for (const side of ["before", "after"] as const) {
    const paths = cases.map((one, index) => [
      `/${index}/{id}`,
      documentOf({ operationId: `do${index}`, ...one[side] }).paths["/things/{id}"],
    ]);
    await writeFile(
      join(folder.path, `${side}.json`),
      JSON.stringify({ ...documentOf({}), paths: Object.fromEntries(paths) }),
    );
  }
  await writeFile(join(folder.path, "redocly.yaml"), "telemetry: off\nextends: [diff-recommended]\n");
  const cli = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
  const args = [
    "diff",
    "before.json",
    "after.json",
    "--format",
    "json",
    "--fail-on",
    "none",
    "-o",
    "report.json",
  ];
  spawnSync(process.execPath, [cli, ...args], { cwd: folder.path, stdio: "inherit" });
  const { changes } = JSON.parse(await readFile(join(folder.path, "report.json"), "utf8"));
  const breaking = changes.flatMap(({ path, impact, verdicts }: Json) =>
    impact === "major" && verdicts.length > 0 ? [Number(/^#\/paths\/~1(\d+)/.exec(path)?.[1] ?? -1)] : [],
  );
  const reasons = [...new Set<number>(breaking)]
    .filter((index) => cases[index])
    .flatMap((index) => {
      const { before, after, bump } = cases[index] as (typeof cases)[number];
      return bump === "major"
        ? []
        : changesOf(documentOf(before), documentOf(after)).map(({ reason }) => reason);
    });
  expect([...new Set(reasons)].toSorted()).toEqual(
    disagreements.map((effect) => policy[effect][2]).toSorted(),
  );
});
