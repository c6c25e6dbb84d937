import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Api, readApi } from "@qoder/work-codegen";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeOperation } from "./new-operation.ts";

/** Nothing is written to it. */
const unchanged = await editedCopy({});
const own = await readApi(unchanged.file);
afterAll(() => unchanged[Symbol.asyncDispose]());

const koalas = "/api/v1/cloud/environments/{environment_id}/koalas";
const path = `${koalas}/{koala_id}`;
const koala = { path, method: "get", id: "getKoala", tag: own.tags[0]?.name ?? "" };
const fileOf = (one: string) => `paths/${one.slice(1).replaceAll("/", "_")}.yaml`;
const named = (...names: string[]) => names.map((name) => `components/${name}.yaml`);

test("a new operation passes the lint, which names each text that is still to be written", async () => {
  await using copy = await editedCopy({});
  const files = writeOperation(copy.folder, own, koala);
  const written = [
    fileOf(path),
    ...named("parameters/KoalaId", "schemas/KoalaId", "responses/Koala", "schemas/Koala", "examples/Koala"),
  ];
  expect(files).toStrictEqual(["openapi.yaml", ...written]);
  const api = await readApi(copy.file);
  for (const file of written)
    expect(api.warnings.some((text) => text.includes(`${file}:`) && text.includes("TODO"))).toBe(true);
  expect(api.warnings).toHaveLength(own.warnings.length + written.length + 1); // two in the schema: of itself and of its property
  expect(api.operations.at(-1)).toMatchObject({ id: "getKoala", summary: "Get koala", path });
});

test("what the spec has already is referenced, and a list gets a name of its own", async () => {
  await using copy = await editedCopy({});
  const guarded = own.operations.filter(({ security }) => security.length > 0);
  const others = guarded.length > 0 ? guarded : own.operations;
  const shared = others.map(({ responses }) => responses.map(({ status }) => status));
  const errors = shared[0]?.filter((status) => status > "4" && shared.every((some) => some.includes(status)));
  writeOperation(copy.folder, own, { ...koala, path: koalas, id: "listKoalas" });
  const written = await readFile(join(copy.folder, fileOf(koalas)), "utf8");
  expect(written).toContain("$ref: ../components/parameters/EnvironmentId.yaml");
  expect(written).toContain('"401":\n      $ref: ../components/responses/Unauthenticated.yaml');
  const statuses = [...written.matchAll(/^ {4}"(\w+)":$/gm)].map(([, status]) => status);
  expect(statuses.toSorted()).toStrictEqual(["200", ...(errors ?? [])].toSorted());
  expect(written).toContain("$ref: ../components/responses/KoalasList.yaml");
  expect(await readFile(copy.file, "utf8")).toContain(`  ${koalas}:\n    $ref: paths/`);
});

describe("once its texts are written,", () => {
  const kinds: [method: string, id: string, status: string, answer: string | undefined, body?: string][] = [
    ["get", "getKoala", "200", "Koala"],
    ["get", "pollKoala", "200", "Koala"],
    ["head", "checkKoala", "200", undefined],
    ["options", "showKoala", "204", undefined],
    ["delete", "deleteKoala", "204", undefined],
    ["post", "createKoala", "201", "Koala", "application/json"],
    ["put", "replaceKoala", "200", "Koala", "application/json"],
    ["patch", "updateKoala", "200", "Koala", "application/merge-patch+json"],
  ];
  let api: Api;
  beforeAll(async () => {
    await using copy = await editedCopy({});
    for (const [method, id] of kinds)
      for (const file of writeOperation(copy.folder, own, {
        ...koala,
        path: `${path}/${id.toLowerCase()}`,
        method,
        id,
      })) {
        const text = await readFile(join(copy.folder, file), "utf8");
        await writeFile(join(copy.folder, file), text.replaceAll("TODO: ", "Written: "));
      }
    api = await readApi(copy.file);
  });

  test.each(kinds)("a %s named %s passes the lint", (method, id, status, answer, body) => {
    expect(api.warnings).toHaveLength(own.warnings.length);
    const operation = api.operations.find((one) => one.id === id);
    expect(operation).toMatchObject({ method });
    expect(operation?.body?.contents.map(({ mediaType }) => mediaType)).toStrictEqual(
      body ? [body] : undefined,
    );
    const [success, ...errors] = operation?.responses ?? [];
    expect(success?.status).toBe(status);
    expect(success?.contents.map(({ schema }) => api.nameOf(schema))).toStrictEqual(answer ? [answer] : []);
    expect(errors.map(({ status }) => status)).toContain("401");
  });
});

test("a second method of a path is added to its file, and shares what the first one has", async () => {
  await using copy = await editedCopy({});
  writeOperation(copy.folder, own, koala);
  const api = await readApi(copy.file);
  const files = writeOperation(copy.folder, api, { ...koala, method: "patch", id: "updateKoala" });
  expect(files).toStrictEqual([fileOf(path), ...named("schemas/UpdateKoala", "examples/UpdateKoala")]);
  const { operations } = await readApi(copy.file);
  expect(operations.filter((one) => one.path === path).map(({ id }) => id)).toStrictEqual([
    "getKoala",
    "updateKoala",
  ]);
});

test.each(["koala", "id", "work_koala_id", "oauth2_id"])("a path may end in {%s}", async (name) => {
  await using copy = await editedCopy({});
  writeOperation(copy.folder, own, { ...koala, path: `${koalas}/{${name}}` });
  expect((await readApi(copy.file)).operations.at(-1)?.parameters.at(-1)).toMatchObject({ name });
});

test("a path without parameters has none", async () => {
  await using copy = await editedCopy({});
  writeOperation(copy.folder, own, { ...koala, path: "/api/v1/old-koalas", id: "listKoalas" });
  expect((await readApi(copy.file)).operations.at(-1)?.parameters).toStrictEqual([]);
});

const edits: [what: string, edit: (text: string) => string][] = [
  ["ends without a line break", (text) => text.trimEnd()],
  ["has line breaks of Windows", (text) => text.replaceAll("\n", "\r\n")],
  ["has a comment beside its paths", (text) => text.replace(/^paths:$/m, "$& # all of them")],
  ["has a comment before its paths", (text) => text.replace(/^paths:$/m, "$&\n    # all of them")],
  [
    "has an empty line and a comment among its paths",
    (text) => text.replace(/^paths:\n.*\n/m, "$&\n# more\n"),
  ],
  [
    "indents by four",
    (text) => text.replace(/^paths:\n[\s\S]*/m, (paths) => paths.replaceAll(/^ +/gm, "$&  ")),
  ],
  [
    "has a tag that YAML would read as something else",
    (text) => text.replace(/^tags:\n/m, '$&  - { name: "A: 1", description: A. }\n'),
  ],
];
test.each(edits)("where openapi.yaml %s, an operation is added", async (_, edit) => {
  await using copy = await editedCopy({
    "openapi.yaml": (text) => {
      const [paths = ""] = /^paths:\n(?:\n* .*\n)*/m.exec(text) ?? [];
      return edit(text.replace(paths, "") + paths);
    },
  });
  const before = await readApi(copy.file);
  writeOperation(copy.folder, before, { ...koala, tag: before.tags[0]?.name ?? "" });
  const { operations } = await readApi(copy.file);
  expect(operations).toHaveLength(before.operations.length + 1);
  expect(operations.at(-1)).toMatchObject({ id: koala.id, tags: [before.tags[0]?.name] });
  writeOperation(copy.folder, await readApi(copy.file), { ...koala, method: "delete", id: "deleteKoala" });
  const file = join(copy.folder, fileOf(path));
  await writeFile(file, (await readFile(file, "utf8")).trimEnd());
  writeOperation(copy.folder, await readApi(copy.file), { ...koala, method: "patch", id: "updateKoala" });
  expect((await readApi(copy.file)).operations).toHaveLength(before.operations.length + 3);
});

test("where openapi.yaml has its paths in one line, nothing is written", async () => {
  await using copy = await editedCopy({
    "openapi.yaml": (text) => text.replace(/^paths:\n(?:\n* .*\n)*/m, "paths: {}\n"),
  });
  const operation = { ...koala, path: "/api/v1/koalas" };
  expect(() => writeOperation(copy.folder, own, operation)).toThrow(
    "Expected a line `paths:` in openapi.yaml",
  );
});

test.each([
  [{ method: "trace" }, "Expected a method of get, head, post, put, patch, delete, options; received"],
  [{ path: "work/{id}" }, 'received "work/{id}"'],
  [{ path: "/work/{work-id}" }, 'received "/work/{work-id}"'],
  [{ path: "/a/{id}/b/{id}" }, 'Expected a path that has each parameter once; received "/a/{id}/b/{id}"'],
  [
    { path: "/api/v1/cloud/environments/{environment_id}/work/{w}" },
    'Expected the parameters as the spec names them, /api/v1/cloud/environments/{environment_id}/work/{work_id}; received "/api',
  ],
  [{ id: "Koalas" }, 'Expected an id of a verb and a noun, such as listWorkItems; received "Koalas"'],
  [{ id: "getWorkItem" }, 'Expected an id that no operation has yet; received "getWorkItem"'],
  [
    { tag: "Nothing" },
    `Expected a tag that openapi.yaml defines, such as ${own.tags.map(({ name }) => name).join(" or ")}; received "Nothing"`,
  ],
  [
    { path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}" },
    'work/{work_id} does not have yet; received "get"',
  ],
])("%j is refused, and nothing is written", async (changes, sentence) => {
  const { folder } = unchanged;
  const before = await readdir(folder, { recursive: true });
  expect(() => writeOperation(folder, own, { ...koala, ...changes })).toThrow(sentence);
  expect(await readdir(folder, { recursive: true })).toStrictEqual(before);
});

test("a command without all that it needs is answered with an example", async () => {
  const main = fileURLToPath(new URL("new.ts", import.meta.url));
  const env = { ...process.env, NO_COLOR: undefined }; // of which Node warns beside FORCE_COLOR
  const done = promisify(execFile)(process.execPath, [main, "operation", "--path", path], { env });
  const stderr = expect.stringMatching(
    /^Expected an operation with its method, path, id and tag: pnpm new operation --/,
  );
  await expect(done).rejects.toMatchObject({ code: 1, stderr });
});
