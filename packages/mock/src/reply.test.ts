import { fileURLToPath } from "node:url";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Mock, prefer, startMock } from "./index.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const item = "/api/v1/cloud/environments/env_1/work/work_1";
const lines: string[] = [];
let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ spec, log: (line) => lines.push(line) });
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

const get = (headers: Record<string, string> = {}, path = item) =>
  fetch(withToken(mock.url + path, "secret-token"), {
    headers: { ...authorized("secret-token"), ...headers },
  });
const bodyOf = async (response: Response) => (await response.json()) as { error: object };
const state = async (response: Response) => ((await response.json()) as { state: string }).state;

test("a status and the name of an example choose the documented answer", async () => {
  mock.reply(404);
  const missing = await get();
  expect(missing.status).toBe(404);
  expect(missing.headers.get("content-type")).toBe("application/json");
  const { error: first } = await bodyOf(missing);
  expect(first).toMatchObject({ type: "not_found_error" });

  mock.reply("environment_not_found");
  const { error: other } = await bodyOf(await get());
  expect(other).toMatchObject({ type: "not_found_error" });
  expect(other).not.toStrictEqual(first);

  mock.reply({ status: 404, example: "environment_not_found", headers: { "retry-after": "7" } });
  const both = await get();
  expect(both.headers.get("retry-after")).toBe("7");
  expect((await bodyOf(both)).error).toStrictEqual(other);
});

test("replies are used in order, the last one repeats, and reply() goes back to the default", async () => {
  mock.reply("queued", 500, "stopped");
  const answers = [await get(), await get(), await get(), await get()];
  expect(answers.map(({ status }) => status)).toStrictEqual([200, 500, 200, 200]);
  expect(await state(answers[0] as Response)).toBe("queued");
  expect(await state(answers[3] as Response)).toBe("stopped");
  mock.reply();
  expect(await state(await get())).toBe("active");
});

test("a refused request uses up no answer", async () => {
  mock.reply("queued", "stopped");
  expect((await get({ accept: "text/html" })).status).toBe(406);
  expect((await get({}, item.replace("work_1", "job_1"))).status).toBe(400);
  expect(await state(await get())).toBe("queued");
});

test("a scripted answer wins over Prefer, which chooses otherwise", async () => {
  mock.reply("queued");
  expect(await state(await get(prefer("getWorkItem", 404) as never))).toBe("queued");
  mock.reply();
  expect((await get({ prefer: "respond-async, code=404; example=environment_not_found" })).status).toBe(404);
  expect(await state(await get({ prefer: 'example = "stopped"' }))).toBe("stopped");
});

test("a gateway's answer is sent as it is", async () => {
  mock.reply(
    { status: 503, headers: { "retry-after": "2", "content-type": "text/html" }, body: "<html>" },
    {
      status: 429,
      body: "",
    },
  );
  const html = await get();
  expect([html.status, html.headers.get("retry-after"), await html.text()]).toStrictEqual([
    503,
    "2",
    "<html>",
  ]);
  const empty = await get();
  expect([empty.status, empty.headers.get("content-type"), await empty.text()]).toStrictEqual([
    429,
    null,
    "",
  ]);
  mock.reply({ status: 404, body: "gone" });
  expect(await (await get()).text()).toBe("gone");
  mock.reply({ status: 502, body: undefined } as never); // as JavaScript writes what there may not be
  expect([(await get()).status, mock.requests.at(-1)?.violations]).toStrictEqual([502, []]);
});

test("the connection is reset, and the mock goes on", async () => {
  mock.reply({ reset: true }, "active");
  const error = await get().catch((reason: Error) => reason);
  expect((error as Error).cause).toMatchObject({ code: "ECONNRESET" });
  expect(mock.requests[0]?.status).toBe(undefined);
  expect((await get()).status).toBe(200);
});

test("an answer waits for its delay, and close() for none", async () => {
  mock.reply({ example: "queued", delay: 100 });
  const start = performance.now();
  expect(await state(await get())).toBe("queued");
  expect(performance.now() - start).toBeGreaterThan(95);

  const other = await startMock({ spec });
  other.reply({ status: 200, delay: 600_000 });
  const failed = expect(
    fetch(withToken(other.url + item, "x"), { headers: authorized("x") }),
  ).rejects.toThrow("fetch failed");
  await expect.poll(() => other.requests.length).toBe(1);
  await other.close();
  await failed;
});

test("a caller that goes before the delay has passed gets no answer", async () => {
  mock.reply({ example: "queued", delay: 60_000 }, "queued");
  const caller = new AbortController();
  const { signal } = caller;
  const asked = fetch(withToken(mock.url + item, "x"), { headers: authorized("x"), signal });
  const failed = expect(asked).rejects.toThrow("gone");
  await expect.poll(() => mock.requests.length).toBe(1);
  caller.abort(new Error("gone"));
  await failed;
  await get();
  expect(mock.requests.map(({ status }) => status)).toStrictEqual([undefined, 200]);
});

test("requests are listed in order, without credentials, until reset()", async () => {
  mock.reply(404);
  await get(
    {
      "x-api-key": "secret-token",
      "proxy-authorization": "Basic secret-token",
      cookie: "a=secret-token",
      "x-request-id": "r-1",
    },
    `${item}?a=1&b=2&b=3&c=?`,
  );
  await fetch(`${mock.url}/nothing`, { method: "POST", body: "text" });
  await get({}, item.replace("work_1", "work%2F2"));
  expect(mock.requests).toMatchObject([
    {
      operation: "getWorkItem",
      method: "GET",
      path: item,
      params: { environment_id: "env_1", work_id: "work_1" },
      query: { a: "1", b: ["2", "3"], c: "?" },
      headers: { "x-request-id": "r-1" },
      status: 404,
      violations: [],
    },
    { operation: undefined, method: "POST", path: "/nothing", params: {}, status: 404 },
    { params: { work_id: "work/2" }, status: 400 },
  ]);
  expect(mock.requests[2]?.violations).toStrictEqual([
    'work_id must match pattern "^work_"; received "work/2"',
  ]);
  expect(JSON.stringify([mock.requests, lines])).not.toContain("secret-token");
  mock.reset();
  expect(mock.requests).toStrictEqual([]);
  expect((await get()).status).toBe(200);
});

test("the list holds the last 1,000 requests", async () => {
  await get({}, "/first");
  mock.reply({ status: 503 });
  const headers = authorized("x");
  await Promise.all(
    Array.from({ length: 1_000 }, () => mock.fetch(withToken(mock.url + item, "x"), { headers })),
  );
  expect(mock.requests).toHaveLength(1_000);
  expect(mock.requests.map(({ path }) => path)).not.toContain("/first");
});

test("what is not documented does not compile, and is refused by name", () => {
  // @ts-expect-error no such example
  expect(() => mock.reply("stoped")).toThrow(
    'getWorkItem documents no example "stoped", only active, queued, ',
  );
  // @ts-expect-error no such status, in the short form
  expect(() => mock.replyTo("getWorkItem", 99)).toThrow(
    /^getWorkItem documents no status 99, only 200, .*400, 401/,
  );
  // @ts-expect-error an example of another status
  expect(() => mock.reply({ status: 404, example: "stopped" })).toThrow(
    'no example of 404 "stopped", only work_item',
  );
  // @ts-expect-error an example has its own body
  expect(() => mock.reply({ example: "stopped", body: "" })).toThrow("must have property status");
  // @ts-expect-error no such operation
  expect(() => mock.replyTo("getNothing", 404)).toThrow("The spec has no operation getNothing");
  // @ts-expect-error the list is the mock's own
  expect(() => mock.requests.push).toBeTypeOf("function");
});

test.each([
  [{ status: 99 }, "reply.status must be >= 200; received 99"],
  [{ status: 503, delay: -1 }, "reply.delay must be >= 0; received -1"],
  [{ status: 503, delay: Infinity }, "reply.delay must be <= 2147483647; received Infinity"],
  [{ status: 503, headers: { "a b": "" } }, '"a b" is an invalid header name'],
  [{ status: 503, headers: { a: "b\nc" } }, "is an invalid header value"],
  [{ status: 503, drip: -1 }, "reply.drip must be >= 0; received -1"],
  [{ status: 503, truncate: -1 }, "reply.truncate must be >= 0; received -1"],
  [{ status: 503, body: {} as string }, "reply.body must be string; received {}"],
  [{ status: 503, headers: "a" as never }, 'reply.headers must be object; received "a"'],
  [{ with: "a" as never } as never, 'reply.with must be object; received "a"'],
  [{ stauts: 503 } as never, 'reply must NOT have additional properties: stauts; received {"stauts":503}'],
  [undefined as never, "reply must be number or string or object; received null"],
  [Promise.resolve(404) as never, "reply must be no promise: use a function that returns it"],
  [null as never, "reply must be number or string or object; received null"],
])("%j is refused", (answer, message) => {
  expect(() => mock.reply(answer)).toThrow(message);
});

test("a function replies to each request, at once or later, and several take turns", async () => {
  mock.replyTo("getWorkItem", async ({ params }) => (params["work_id"] === "work_2" ? "stopped" : 404));
  const other = item.replace("work_1", "work_2");
  expect([(await get()).status, await state(await get({}, other)), (await get()).status]).toStrictEqual([
    404,
    "stopped",
    404,
  ]);
  mock.reply(({ headers }) => ({ status: 503, body: headers["x-a"] ?? "" }), "queued");
  expect(await (await get({ "x-a": "b" })).text()).toBe("b");
  expect(await state(await get())).toBe("queued");
  // @ts-expect-error no such example
  mock.replyTo("getWorkItem", () => "stoped");
});

test("an example is sent with other fields", async () => {
  mock.reply(
    { example: "stopped", with: { state: "paused", metadata: { job: "a" } } },
    { with: { id: "work_7" } },
  );
  const [changed, first] = [await get(), await get()];
  expect(await changed.json()).toMatchObject({
    id: "work_1",
    state: "paused",
    metadata: { job: "a" },
    stopped_at: expect.any(String),
  });
  expect(await first.json()).toMatchObject({ id: "work_7", state: "active" });
  mock.replyTo("getWorkItem", { status: 404, with: { request_id: "mine" } });
  expect(await (await get()).json()).toMatchObject({
    request_id: "mine",
    error: { type: "not_found_error" },
  });
  expect(() => mock.replyTo("pollWork", { example: "nothing", with: {} })).toThrow(
    "with needs an example that is an object; pollWork has none here",
  );
  mock.replyTo("pollWork", { example: "nothing", headers: { "x-a": "b" } });
  expect(await (await get({}, item.replace("work_1", "poll"))).json()).toBe(null);
  // @ts-expect-error no such field
  mock.replyTo("getWorkItem", { with: { sate: "paused" } });
});

test("with two operations, reply() scripts those that document the answers, and replyTo() one", async () => {
  await using copy = await editedCopy({
    "openapi.yaml": (text) =>
      text.replace(
        /^paths:\n/m,
        "paths:\n  /things/{thing}:\n    $ref: paths/thing.yaml\n  /things/the.one:\n    $ref: paths/one.yaml\n",
      ),
    "paths/thing.yaml": () =>
      operation("getThing", "[{ name: thing, in: path, required: true, schema: { type: string } }]"),
    "paths/one.yaml": () => operation("getOne", "[]"),
  });
  const two = await startMock({ spec: copy.file });
  const ask = (url: string) =>
    fetch(withToken(two.url + url, "x"), { headers: authorized("x") }).then(({ status }) => status);
  two.reply(404);
  expect([await ask(item), await ask("/things/1"), await ask("/things/the.one")]).toStrictEqual([
    404, 404, 404,
  ]);
  two.reply("stopped", 500);
  expect([await ask(item), await ask("/things/1"), await ask(item)]).toStrictEqual([200, 200, 500]);
  two.replyTo("getOne" as "getWorkItem", 401);
  expect([await ask("/things/the.one"), await ask("/things/1"), await ask(item)]).toStrictEqual([
    401, 200, 500,
  ]);
  two.reply({ status: 503 }, 404);
  expect([await ask("/things/1"), await ask(item), await ask("/things/1")]).toStrictEqual([503, 503, 404]);
  expect(two.requests.map((request) => request.operation as string).slice(1, 3)).toStrictEqual([
    "getThing",
    "getOne",
  ]);
  two.reset();
  await ask("/things/the-one");
  expect(two.requests[0]?.operation).toBe("getThing");
  await two.close();
});

const operation = (id: string, parameters: string) => `get:
  operationId: ${id}
  parameters: ${parameters}
  responses:
    "200": { description: x, content: { application/json: { examples: { thing: { value: {} } } } } }
    "400": { $ref: ../components/responses/InvalidRequest.yaml }
    "401": { $ref: ../components/responses/Unauthenticated.yaml }
    "404": { $ref: ../components/responses/NotFound.yaml }
`;
