import { fileURLToPath } from "node:url";
import { createClient } from "@qoder/work-client";
import { isJson, readApi } from "@qoder/work-codegen";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGarden } from "../test/garden.ts";
import { type Mock, prefer, startMock } from "./index.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const api = await readApi(spec);
const headers = { ...authorized("any"), "x-request-id": "mine" };
let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ spec });
});
afterAll(() => mock.close());

const ids = api.operations.flatMap((operation) => {
  const path = operation.parameters.filter((parameter) => parameter.in === "path");
  const [content] = operation.responses.find(({ status }) => status.startsWith("2"))?.contents ?? [];
  const properties = content?.schema.properties ?? {};
  const echoes = path.flatMap(({ name, schema }) => [name, "id"].filter((one) => properties[one] === schema));
  const isPlain = operation.parameters.length === path.length && !operation.body?.required;
  return isPlain && echoes.length > 0 && isJson(content?.mediaType ?? "")
    ? [{ operation, path, echoes }]
    : [];
});

test.each(ids)(
  "$operation.id comes back with the ids that were asked for",
  async ({ operation, path, echoes }) => {
    const sample = (name: string) => `${path.find((one) => one.name === name)?.schema.examples?.[0]}9`;
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name) => sample(name));
    const response = await mock.fetch(withToken(mock.url + url, "any"), {
      method: operation.method.toUpperCase(),
      headers,
    });
    const body = (await response.json()) as Record<string, string>;
    expect(new Set(echoes.map((name) => body[name]))).toStrictEqual(
      new Set(path.map(({ name }) => sample(name))),
    );
  },
);

test("a reply that is chosen by name has them, too, also in a list, and what Prefer chooses has its own", async () => {
  const work = createClient({ baseUrl: mock.url, token: "pt-any" });
  const own = { environment_id: "env_9", work_id: "work_9" } as const;
  mock.reply("stopped");
  expect(await work.getWorkItem(own)).toMatchObject({
    id: "work_9",
    environment_id: "env_9",
    state: "stopped",
  });
  mock.reset();
  const { data } = await work.listWorkItems({ environment_id: "env_9" });
  expect(new Set(data.map(({ environment_id }) => environment_id))).toStrictEqual(new Set(["env_9"]));
  expect(data.map(({ id }) => id)).not.toContain("work_9");
  const chosen = await work.getWorkItem(own, { headers: prefer("getWorkItem", 200, "stopped") });
  expect(chosen.id).not.toBe("work_9");
  const same = await work.getWorkItem(own, { headers: { prefer: "return=minimal" } });
  expect(same.id).toBe("work_9");
});

test("x-request-id comes back as a header and in errors", async () => {
  const item = withToken(`${mock.url}/api/v1/cloud/environments/env_1/work/work_1`, "any");
  expect((await fetch(item, { headers })).headers.get("x-request-id")).toBe("mine");
  mock.reply(404);
  const missing = await fetch(item, { headers });
  expect(missing.headers.get("x-request-id")).toBe("mine");
  expect(await missing.json()).toMatchObject({ request_id: "mine", error: { type: "not_found_error" } });
  const refused = await fetch(item, { headers: { ...headers, accept: "text/html" } });
  expect([refused.status, refused.headers.get("x-request-id")]).toStrictEqual([406, "mine"]);

  await using other = await startMock({ spec, world: true });
  const { id } = other.add();
  const added = await fetch(item.replace(mock.url, other.url).replace("work_1", id), { headers });
  expect([added.status, added.headers.get("x-request-id")]).toStrictEqual([200, "mine"]);
});

test("the ids of another API come back as what they are, also where schemas are composed", async () => {
  const id = { type: "integer", minimum: 1, examples: [7] };
  await using garden = await startGarden((json) => {
    const changed = JSON.parse(json);
    changed.components.schemas.Base.properties.id = id;
    return JSON.stringify(changed);
  });
  const plant = await garden.fetch(`${garden.url}/plants/12`);
  expect(await plant.json()).toMatchObject({ id: 12, bed: 3 });
});
