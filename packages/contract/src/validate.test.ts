import { inspect } from "node:util";
import { createClient, WorkError } from "@qoder/work-client";
import { problemsOf, validated } from "@qoder/work-client/validate";
import { describe, expect, test } from "vitest";
import { api, workItem } from "../test/spec.ts";
import { answersOf } from "../test/suite.ts";

const successes = api.operations.flatMap((operation) =>
  answersOf(operation)
    .filter(({ status }) => status < 300)
    .map((answer) => ({ ...answer, operation: operation.id })),
);
const item = successes.find(({ operation }) => operation === workItem.id)?.body as { data: object };
const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const clientOf = (body: unknown) =>
  validated(createClient({ token: "pt-test", fetch: async () => Response.json(body) }));

test.each(successes)("$example of $operation has no problems", ({ operation, body }) => {
  expect(problemsOf(operation as "getWorkItem", body)).toStrictEqual([]);
});

test("unknown fields, states and kinds of work, and long texts, are no problems", async () => {
  const metadata = { job: "x".repeat(10_000) };
  const data = { ...item.data, type: "batch" };
  const body = { ...item, state: "paused", data, metadata, case_secret: null, case_later: [1] };
  expect(await clientOf(body).getWorkItem(ids)).toStrictEqual(body);
});

describe("a difference is a decode error with JSON pointers", () => {
  test.each([
    ["a missing field", { ...item, created_at: undefined }, "", "must have required property 'created_at'"],
    ["another type", { ...item, state: 7 }, "/state", "must be string"],
    ["null where it is not allowed", { ...item, created_at: null }, "/created_at", "must be string"],
    [
      "a date that is none",
      { ...item, created_at: "2026-13-45T08:15:01Z" },
      "/created_at",
      'must match format "date-time"',
    ],
    [
      "a time that is not UTC",
      { ...item, created_at: "2026-07-01T10:15:01+02:00" },
      "/created_at",
      String.raw`must match pattern "T\d\d:\d\d:\d\d(\.\d{1,6})?Z$"`,
    ],
    ["an id of another kind", { ...item, id: "sess_1" }, "/id", 'must match pattern "^work_"'],
    ["another constant", { ...item, type: "job" }, "/type", "must be equal to constant"],
    [
      "a nested field",
      { ...item, data: { ...item.data, id: undefined } },
      "/data",
      "must have required property 'id'",
    ],
    ["a label that is no string", { ...item, metadata: { "a/b": 1 } }, "/metadata/*", "must be string"],
  ])("%s", async (_, body, pointer, message) => {
    const error = await clientOf(body)
      .getWorkItem(ids)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WorkError);
    expect(error).toMatchObject({
      kind: "decode",
      status: 200,
      operation: "getWorkItem",
      request_id: expect.stringMatching(/^[a-z0-9]+-\d+$/),
      problems: [{ pointer, message }],
    });
    expect((error as WorkError).message).toContain(`the body breaks the spec at "${pointer}": ${message}`);
  });

  test("the first 100 of them", () => {
    const metadata = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [at, at]));
    expect(problemsOf("getWorkItem", { ...item, metadata })).toHaveLength(100);
  });

  test("all of them, without values of the body", () => {
    const problems = problemsOf("getWorkItem", { ...item, id: "hunter2", state: 7, secret: "hunter2" });
    expect(problems.map(({ pointer }) => pointer)).toStrictEqual(["/id", "/state"]);
    expect(inspect(problems)).not.toContain("hunter2");
  });
});

test("what the client throws, and its options, pass through", async () => {
  const work = validated(
    createClient({ token: "pt-test", retries: 0, fetch: async () => new Response(null, { status: 404 }) }),
  );
  await expect(work.getWorkItem(ids, { headers: { "x-request-id": "mine" } })).rejects.toMatchObject({
    kind: "api",
    request_id: "mine",
  });
});
