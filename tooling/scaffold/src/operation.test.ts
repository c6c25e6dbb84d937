import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { editedCopy } from "@qoder/work-spec/edited-copy.ts";
import { expect, test, vi } from "vitest";
import { planOperation } from "./operation.ts";

vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const path = "/api/v1/cloud/environments/{environment_id}/leases/{lease_id}";
const flags = { path, method: "get", id: "getLease", tag: "Work" };

const run = (command: string, args: string[], cwd: string, env = {}) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    execFile(command, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
const create = (folder: string, changes: Partial<typeof flags> = {}) => {
  const args = Object.entries({ ...flags, ...changes }).flatMap(([name, value]) => [`--${name}`, value]);
  return run(process.execPath, [main, "operation", ...args], folder, { SPEC_FOLDER: folder });
};

test("a new operation passes the lint, which names each text that is still to be written", async () => {
  await using copy = await editedCopy({});
  const { code, output } = await create(copy.folder);
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringContaining("components/schemas/Lease.yaml"),
  });

  const lint = await run("redocly", ["lint", "openapi.yaml", "--format=json"], copy.folder);
  expect(lint.code).toBe(0);
  const { problems } = JSON.parse(
    lint.output.slice(lint.output.indexOf("{"), lint.output.lastIndexOf("}") + 1),
  );
  expect(new Set(problems.map(({ ruleId }: { ruleId: string }) => ruleId))).toStrictEqual(
    new Set(["house/todo"]),
  );
  expect(
    problems.map(({ location }: { location: { source: { ref: string } }[] }) => location[0]?.source.ref),
  ).toEqual(
    expect.arrayContaining([
      `paths/${path.slice(1).replaceAll("/", "_")}.yaml`,
      "components/parameters/LeaseId.yaml",
      "components/schemas/LeaseId.yaml",
      "components/responses/Lease.yaml",
      "components/schemas/Lease.yaml",
      "components/examples/Lease.yaml",
    ]),
  );
});

test("what the spec has already is referenced, and a list gets a name of its own", async () => {
  await using copy = await editedCopy({});
  const work = "/api/v1/cloud/environments/{environment_id}/work";
  expect(await create(copy.folder, { path: work, id: "listWorkItems" })).toMatchObject({ code: 0 });
  const written = await readFile(
    join(copy.folder, "paths/api_v1_cloud_environments_{environment_id}_work.yaml"),
    "utf8",
  );
  expect(written).toContain("$ref: ../components/parameters/EnvironmentId.yaml");
  expect(written).toContain('"404":\n      $ref: ../components/responses/NotFound.yaml');
  expect(written).toContain("$ref: ../components/responses/WorkItemsList.yaml");
  expect(await readFile(copy.file, "utf8")).toContain(`  ${work}:\n    $ref: paths/`);
});

test("an answer that cannot be used writes nothing and says why", async () => {
  await using copy = await editedCopy({});
  const before = await readdir(copy.folder, { recursive: true });
  const { code, output } = await create(copy.folder, { method: "post" });
  expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('received "post"') });
  expect(await readdir(copy.folder, { recursive: true })).toStrictEqual(before);
});

test.each([
  [{ path: "work/{id}" }, 'received "work/{id}"'],
  [{ id: "Leases" }, 'Expected an id of get or list and a noun, such as listWorkItems; received "Leases"'],
  [{ tag: "Nothing" }, 'Expected a tag that openapi.yaml defines, such as Work; received "Nothing"'],
  [{ id: "getWorkItem" }, "There is a schema WorkItem already"],
  [
    { path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}" },
    "openapi.yaml has the path /api/v1/cloud/environments/{environment_id}/work/{work_id} already",
  ],
])("%j is refused", async (changes, sentence) => {
  await using copy = await editedCopy({});
  await expect(planOperation(copy.folder, { ...flags, ...changes })).rejects.toThrow(sentence);
});
