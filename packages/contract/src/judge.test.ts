import { readFile } from "node:fs/promises";
import { type Operation, readApi } from "@qoder/work-codegen";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { expect, test, vi } from "vitest";
import { judge, workItem } from "../test/spec.ts";
import { headersOf } from "../test/suite.ts";
import { exchangerOf } from "./exchange.ts";
import { judgeOf } from "./judge.ts";
import { paramsOf } from "./probes.ts";

function exampleOf({ responses }: Operation, status: number) {
  const [content] = responses.find((one) => one.status === `${status}`)?.contents ?? [];
  return Object.values(content?.examples ?? {})[0]?.value as Record<string, unknown>;
}

/** The client's reading of an answer to an operation. */
function exchange(operation: Operation, status: number, body: unknown) {
  const probe = { operation, name: "an answer", params: paramsOf(operation), statuses: [status] };
  const headers = { "x-request-id": String((body as { request_id?: string }).request_id) };
  const response = operation.responses.find((one) => one.status === `${status}`);
  const send = async () => Response.json(body, { status, ...(response && { headers: headersOf(response) }) });
  return exchangerOf({ baseUrl: "http://127.0.0.1", token: "pt-any", send })({ ...probe, headers });
}

test("the place of a finding is the line of the keyword, in the file that has it", async () => {
  const example = exampleOf(workItem, 404);
  const body = { ...example, error: { ...(example["error"] as object), type: "missing" } };
  const [finding, ...others] = judge(await exchange(workItem, 404, body));
  expect(others).toStrictEqual([]);
  const [file = "", line] = finding?.place.split(":") ?? [];
  const lines = (await readFile(new URL(`../../../${file}`, import.meta.url), "utf8")).split("\n");
  expect(lines[Number(line) - 1]).toMatch(/^ +const: not_found_error$/);
});

test("a client that says something else than the answer breaks the promise", async () => {
  const sent = await exchange(workItem, 200, exampleOf(workItem, 200));
  expect(judge({ ...sent, client: { status: "fulfilled", value: {} } })).toMatchObject([
    { verdict: "broken", demanded: "the client to return or throw the answer" },
  ]);
});

test("a label is documented, whatever its name", async () => {
  await using copy = await editedCopy({
    "components/schemas/WorkItemMetadata.yaml": (text) =>
      `${text}properties:\n  job:\n    type: string\n    description: What runs.\n`,
  });
  const edited = await readApi(copy.file, { rules: "generator" });
  const operation = edited.operations.find(({ id }) => id === workItem.id) as Operation;
  const body = { ...exampleOf(workItem, 200), metadata: { job: "a", other: "b" } };
  expect(judgeOf(edited)(await exchange(operation, 200, body))).toStrictEqual([]);
});

test("a probe is one request, whatever comes", async () => {
  const send = vi.fn(async () => new Response(null, { status: 503 }));
  const probe = { operation: workItem, name: "once", params: paramsOf(workItem), statuses: [200] };
  await exchangerOf({ baseUrl: "http://127.0.0.1", token: "pt-any", send })(probe);
  expect(send).toHaveBeenCalledTimes(1);
});

test("of a body no more than a limit is read", async () => {
  const sent = await exchange(workItem, 200, {
    ...exampleOf(workItem, 200),
    metadata: { a: "x".repeat(2e6) },
  });
  expect(sent).toMatchObject({ response: { text: "" }, failure: "the body is longer than 1048576 bytes" });
});

test("a field with the name of a method is as undocumented as any", async () => {
  const body = { ...exampleOf(workItem, 200), constructor: 1, toString: 2 };
  expect(judge(await exchange(workItem, 200, body))).toMatchObject([
    { verdict: "undocumented", received: "constructor, toString" },
  ]);
});

test.each(["utf-8", "UTF8", '"utf-8"'])("a charset %s is the documented one", async (charset) => {
  const { response, ...sent } = await exchange(workItem, 200, exampleOf(workItem, 200));
  const headers = { ...response?.headers, "content-type": `application/json; charset=${charset}` };
  expect(judge({ ...sent, response: { status: 200, text: "", ...response, headers } })).toStrictEqual([]);
});

test("an answer of any shape is judged: a list, no body, a range of statuses, a text", async () => {
  const path = `get:
  operationId: listNames
  responses:
    "200":
      description: Names.
      content:
        application/json:
          schema: { type: array, items: { type: string } }
    "202":
      description: A name.
      headers:
        x-sizes: { schema: { type: array, items: { type: integer } } }
      content:
        "*/*":
          schema: { type: string }
    "204":
      description: None.
      content: { application/json: { schema: { type: object } } }
    "500":
      description: A fault.
    "4XX":
      description: An error.
      content:
        text/plain:
          schema: { type: string }
`;
  await using copy = await editedCopy({
    "openapi.yaml": (text) => text.replace("paths:\n", "paths:\n  /names:\n    $ref: paths/names.yaml\n"),
    "paths/names.yaml": () => path,
  });
  const edited = await readApi(copy.file, { rules: "openapi" });
  const operation = edited.operations.find(({ id }) => id === "listNames") as Operation;
  const sentences = (status: number, text: string, type = "application/json", headers = {}) =>
    judgeOf(edited)({
      probe: { operation, name: "an answer", params: {}, statuses: [status] },
      request: { method: "GET", url: "http://127.0.0.1/names", headers: {} },
      response: { status, headers: { "content-type": type, ...headers }, text },
    }).map(
      ({ demanded, received, place, verdict }) =>
        `${demanded}; ${received}; ${place.replace(/.*\//, "")}${verdict === "broken" ? "" : "?"}`,
    );
  expect(sentences(200, '["a"]')).toStrictEqual([]);
  expect(sentences(200, '["a", 1]')).toStrictEqual(["1 must be string on 200; 1; names.yaml:8"]);
  expect(sentences(200, "{}")).toStrictEqual(["must be array on 200; fields none; names.yaml:8"]);
  expect(sentences(204, "")).toStrictEqual([]);
  expect(sentences(204, "{}")).toStrictEqual(["no body on 204; 2 characters; names.yaml:16"]);
  expect(sentences(202, '"a"', "application/hal+json")).toStrictEqual([]);
  expect(sentences(202, "a", "text/plain")).toStrictEqual([]);
  expect(sentences(202, "a", "text/plain", { "x-sizes": "1, 2" })).toStrictEqual([]);
  expect(sentences(202, "a", "text/plain", { "x-sizes": "1,x" })).toStrictEqual([
    "x-sizes must be integer on 202; 1,x; names.yaml:12",
  ]);
  expect(sentences(500, "{}")).toStrictEqual(["no body on 500; 2 characters; names.yaml:19?"]);
  expect(sentences(404, "not found", "text/plain")).toStrictEqual([]);
  expect(sentences(404, "{}")).toStrictEqual([
    "Content-Type text/plain on 404; application/json; names.yaml:21",
  ]);
});

test("as many levels as are compared do no harm", async () => {
  const deep = (levels: number): unknown => (levels > 0 ? { a: deep(levels - 1) } : 1);
  const sent = await exchange(workItem, 200, { ...exampleOf(workItem, 200), added: deep(498) });
  expect(judge(sent)).toMatchObject([{ verdict: "undocumented", received: "added" }]);
  const labels = await exchange(workItem, 200, { ...exampleOf(workItem, 200), metadata: deep(499) });
  expect(judge(labels)).toMatchObject([{ demanded: "metadata.a must be string on 200" }]);
});

test("a body of a megabyte is judged", async () => {
  for (const filler of ["x", '"', "\\", "\u0001"]) {
    const added = filler.repeat(1_000_000 / JSON.stringify(filler).length);
    const sent = await exchange(workItem, 200, { ...exampleOf(workItem, 200), added });
    expect(judge(sent)).toMatchObject([{ verdict: "undocumented", received: "added" }]);
  }
});
