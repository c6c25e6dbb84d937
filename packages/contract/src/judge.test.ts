import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { editedCopy } from "@qoder/work-spec/edited-copy.ts";
import { expect, test, vi } from "vitest";
import { type Contract, type Operation, readContract, sampleOf } from "./contract.ts";
import { coverageOf } from "./coverage.ts";
import { exchangeOf } from "./exchange.ts";
import { judgeOf } from "./judge.ts";

const contract = await readContract(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));

const exampleOf = ({ answers }: Operation, status: number) =>
  Object.values(answers.find((answer) => answer.status === status)?.examples ?? {})[0] ?? {};

/** What the client makes of an answer to the first operation. */
function exchange({ operations }: Contract, status: number, body: unknown) {
  const [operation] = operations as [Operation];
  const probe = { operation, name: "an answer", params: sampleOf(operation), statuses: [status] };
  const headers = { "x-request-id": String((body as { request_id?: string }).request_id) };
  return exchangeOf({ ...probe, headers }, "http://127.0.0.1", "pt-any", async () =>
    Response.json(body, { status }),
  );
}
const [operation] = contract.operations as [Operation];

test("the place of a finding is the line of the keyword, in the file that has it", async () => {
  const example = exampleOf(operation, 404);
  const body = { ...example, error: { ...(example["error"] as object), type: "missing" } };
  const judge = await judgeOf(contract);
  const [finding, ...others] = await judge(await exchange(contract, 404, body));
  expect(others).toStrictEqual([]);
  const [file = "", line] = finding?.place.split(":") ?? [];
  const lines = (await readFile(new URL(`../../../${file}`, import.meta.url), "utf8")).split("\n");
  expect(lines[Number(line) - 1]).toMatch(/^ +const: not_found_error$/);
});

test("a request of the client that the spec does not allow is a broken promise", async () => {
  const judge = await judgeOf(contract);
  const sent = await exchange(contract, 200, exampleOf(operation, 200));
  const url = sent.request.url.replace("/env_", "/other_");
  const findings = await judge({ ...sent, request: { ...sent.request, url } });
  expect(findings).toMatchObject([
    { verdict: "broken", demanded: "a valid request", received: expect.stringContaining("^env_") },
  ]);
});

test("a client that says something else than the answer breaks the promise", async () => {
  const judge = await judgeOf(contract);
  const sent = await exchange(contract, 200, exampleOf(operation, 200));
  expect(await judge({ ...sent, client: { returned: {} } })).toMatchObject([
    { verdict: "broken", demanded: "the client to return or throw the answer" },
  ]);
});

test("a label is documented, whatever its name", async () => {
  await using copy = await editedCopy({
    "components/schemas/WorkItemMetadata.yaml": (text) =>
      `${text}properties:\n  job:\n    type: string\n    description: What runs.\n`,
  });
  const edited = await readContract(copy.file);
  const judge = await judgeOf(edited);
  const body = { ...exampleOf(operation, 200), metadata: { job: "a", other: "b" } };
  expect(await judge(await exchange(edited, 200, body))).toStrictEqual([]);
});

test("a probe is one request, whatever comes", async () => {
  const send = vi.fn(async () => new Response(null, { status: 503 }));
  const probe = { operation, name: "once", params: sampleOf(operation), statuses: [200] };
  await exchangeOf(probe, "http://127.0.0.1", "pt-any", send);
  expect(send).toHaveBeenCalledTimes(1);
});

test("a body without a field, or without a label, exercises nothing of it", async () => {
  const { started_at: _, ...body } = { ...exampleOf(operation, 200), metadata: {} } as Record<
    string,
    unknown
  >;
  const cells = coverageOf([operation], [await exchange(contract, 200, body)]);
  const exercised = cells.filter(({ cases }) => cases.length > 0).map(({ at, rule }) => `${at} ${rule}`);
  expect(exercised).toContain(" required created_at");
  expect(exercised).not.toContain(" required started_at");
  expect(exercised).toContain("/metadata type object");
  expect(exercised).not.toContain("/metadata additionalProperties");
  expect(exercised).not.toContain("/metadata propertyNames");
});

test("of a body no more than a limit is read", async () => {
  const sent = await exchange(contract, 200, {
    ...exampleOf(operation, 200),
    metadata: { a: "x".repeat(2e6) },
  });
  expect(sent).toMatchObject({ response: { text: "" }, failure: "the body is longer than 1048576 bytes" });
});

test("a field with the name of a method is as undocumented as any", async () => {
  const judge = await judgeOf(contract);
  const body = { ...exampleOf(operation, 200), constructor: 1, toString: 2 };
  expect(await judge(await exchange(contract, 200, body))).toMatchObject([
    { verdict: "undocumented", received: "constructor, toString" },
  ]);
});

test.each(["utf-8", "UTF8", '"utf-8"'])("a charset %s is the documented one", async (charset) => {
  const judge = await judgeOf(contract);
  const { response, ...sent } = await exchange(contract, 200, exampleOf(operation, 200));
  const headers = { "content-type": `application/json; charset=${charset}` };
  expect(await judge({ ...sent, response: { status: 200, text: "", ...response, headers } })).toStrictEqual(
    [],
  );
});
