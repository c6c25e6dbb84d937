import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readApi } from "@qoder/work-codegen";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { expect, test } from "vitest";
import { writeOperation } from "./new-operation.ts";

const path = "/api/v1/cloud/environments/{environment_id}/leases/{lease_id}";
const lease = { path, method: "get", id: "getLease", tag: "Work" };

test("a new operation passes the lint, which names each text that is still to be written", async () => {
  await using copy = await editedCopy({});
  const { warnings } = await readApi(copy.file);
  const files = await writeOperation(copy.file, lease);
  expect(files).toStrictEqual([
    `paths/${path.slice(1).replaceAll("/", "_")}.yaml`,
    "components/parameters/LeaseId.yaml",
    "components/schemas/LeaseId.yaml",
    "components/responses/Lease.yaml",
    "components/schemas/Lease.yaml",
    "components/examples/Lease.yaml",
  ]);
  const api = await readApi(copy.file);
  for (const file of files)
    expect(api.warnings.some((text) => text.includes(`${file}:`) && text.includes("TODO"))).toBe(true);
  expect(api.warnings).toHaveLength(warnings.length + files.length + 1); // two in the schema: of itself and of its property
  expect(api.operations.at(-1)).toMatchObject({ id: "getLease", summary: "Get lease", path });
});

test("what the spec has already is referenced, and a list gets a name of its own", async () => {
  await using copy = await editedCopy({});
  const leases = "/api/v1/cloud/environments/{environment_id}/leases";
  await writeOperation(copy.file, { ...lease, path: leases, id: "listLeases" });
  const file = `paths/${leases.slice(1).replaceAll("/", "_")}.yaml`;
  const written = await readFile(join(copy.folder, file), "utf8");
  expect(written).toContain("$ref: ../components/parameters/EnvironmentId.yaml");
  expect(written).toContain('"404":\n      $ref: ../components/responses/NotFound.yaml');
  expect(written).toContain("$ref: ../components/responses/LeasesList.yaml");
  expect(await readFile(copy.file, "utf8")).toContain(`  ${leases}:\n    $ref: paths/`);
});

test("a path without parameters has none", async () => {
  await using copy = await editedCopy({});
  await writeOperation(copy.file, { ...lease, path: "/api/v1/leases", id: "listLeases" });
  expect((await readApi(copy.file)).operations.at(-1)?.parameters).toStrictEqual([]);
});

test.each([
  [{ method: "post" }, 'Expected get, the only method that the generator handles; received "post"'],
  [{ path: "work/{id}" }, 'received "work/{id}"'],
  [{ id: "Leases" }, 'Expected an id of get or list and a noun, such as listWorkItems; received "Leases"'],
  [{ tag: "Nothing" }, 'Expected a tag that openapi.yaml defines, such as Work; received "Nothing"'],
  [{ id: "getWorkItem" }, "components/responses/WorkItem.yaml exists already"],
  [
    { path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}" },
    "Expected a path that openapi.yaml does not have yet",
  ],
])("%j is refused, and nothing is written", async (changes, sentence) => {
  await using copy = await editedCopy({});
  const before = await readdir(copy.folder, { recursive: true });
  await expect(writeOperation(copy.file, { ...lease, ...changes })).rejects.toThrow(sentence);
  expect(await readdir(copy.folder, { recursive: true })).toStrictEqual(before);
});

test.each([
  [["operation", "--path", path], "Add --method with the method, such as get.\n"],
  [["field"], "Only an operation can be made: pnpm new operation\n"],
])("%j is answered with what is missing", async (args, sentence) => {
  const main = fileURLToPath(new URL("new.ts", import.meta.url));
  const done = promisify(execFile)(process.execPath, [main, ...args]);
  await expect(done).rejects.toMatchObject({ code: 1, stderr: sentence });
});
