import { fileURLToPath } from "node:url";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Mock, startMock } from "./index.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const item = "/api/v1/cloud/environments/env_1/work/work_1";
const headers = authorized("any");
let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ spec });
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

const get = (path = item, from = mock) => from.fetch(withToken(from.url + path, "any"), { headers });

test("done() accepts requests that are right, whatever they are answered", async () => {
  mock.done();
  mock.reply(404, { status: 503 }, { reset: true }, "active");
  for (let time = 0; time < 5; time++) await get().catch(() => {});
  await get("/");
  mock.done();
});

test.each([
  ["/nothing", "GET /nothing: the spec has no path /nothing"],
  [item.replace("work_1", "job_1"), 'work_id must match pattern "^work_"; received "job_1"'],
])("done() throws after a request of %s", async (path, message) => {
  await get(path);
  await get();
  expect(() => mock.done()).toThrow(message);
  mock.reset();
  mock.done();
});

test("done() names the replies that no request has used", async () => {
  mock.reply("queued", { status: 503 }, () => "active");
  await get();
  expect(() => mock.done()).toThrow('unused reply: {"status":503}; unused reply: a function');
  await get();
  await get();
  mock.done();
  mock.replyTo("stopWorkItem", 404);
  expect(() => mock.done()).toThrow("unused reply: 404");
});

test("with `strict`, reset() and close() do their work and throw, and so does the end of a block", async () => {
  const strict = await startMock({ spec, strict: true });
  await get("/nothing", strict);
  expect(() => strict.reset()).toThrow("the spec has no path /nothing");
  expect(strict.requests).toStrictEqual([]);
  strict.reset();
  strict.reply("queued");
  await expect(strict.close()).rejects.toThrow('unused reply: "queued"');
  await expect(fetch(strict.url)).rejects.toThrow("fetch failed");

  const block = async () => {
    await using other = await startMock({ spec, strict: true });
    await get("/nothing", other);
  };
  await expect(block()).rejects.toThrow("the spec has no path /nothing");
});

test("the end of a block closes the mock", async () => {
  let url = "";
  {
    await using other = await startMock({ spec });
    url = other.url;
  }
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test("a log that is no function throws to the caller", async () => {
  await expect(startMock({ spec, log: "all" as never })).rejects.toThrow(
    "log must be a function; received string",
  );
});

test("a log that throws is answered with 500, and told by done()", async () => {
  await using other = await startMock({
    spec,
    log: () => {
      throw new Error("disk full");
    },
  });
  for (const send of [fetch, other.fetch])
    expect((await send(other.url + item, { headers })).status).toBe(500);
  expect(() => other.done()).toThrow("the mock failed: disk full");
});

test("a function that fails, or returns what is not documented, is answered with 500, and told by done()", async () => {
  mock.replyTo(
    "getWorkItem",
    () => {
      throw new Error("no such fixture");
    },
    () => "stoped" as "stopped",
    () => Promise.reject(),
    () => ({ status: 200, body: {} as string }),
  );
  for (let time = 0; time < 4; time++) expect((await get()).status).toBe(500);
  expect(() => mock.done()).toThrow(
    /no such fixture.*no example "stoped".*the mock failed.*body must be string/,
  );
});
