import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { operationsOf } from "./documented.ts";

const operations = await operationsOf(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
const { fetch } = globalThis;

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

/** Sends a request to the mock instead; Prism must find it valid, token included. */
async function ask(url: string, headers: HeadersInit): Promise<Response> {
  const { pathname, search } = new URL(url);
  const response = await fetch(mock.url + pathname + search, { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get("sl-violations")).toBe(null);
  return response;
}

test.each(operations)("the TypeScript sample of $operationId runs", async ({ operationId, reference }) => {
  const asked = vi.fn((request: Request) => ask(request.url, request.headers));
  vi.stubGlobal("fetch", asked);
  vi.stubEnv("QODER_PAT", "pt-docs");
  const file = fileURLToPath(new URL(`../test-output/${operationId}.ts`, import.meta.url));
  await mkdir(new URL("../test-output", import.meta.url), { recursive: true });
  await writeFile(file, `${reference.samples["TypeScript"]}\nexport { result };\n`);
  expect((await import(file)).result).toBeTypeOf("object");
  expect(asked).toHaveBeenCalledOnce();
});

test.each(operations)("the curl sample of $operationId gets an answer", async ({ reference }) => {
  const command = /^curl "(.+)" \\\n {2}--header "(.+): (.+)"$/.exec(reference.samples["curl"] ?? "");
  const [, url = "", name = "", value = ""] = command ?? [];
  await ask(url, { [name]: value.replace("$QODER_PAT", "pt-docs") });
});
