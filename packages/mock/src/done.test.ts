import { fileURLToPath } from "node:url";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
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
  const unused = 'unused reply: {"status":503}; unused reply: a function'; // each once, for all operations
  expect(() => mock.done()).toThrow(new Error(`The mock expected other requests. ${unused}`));
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

test.each([
  [{ log: "all" }, "log must be a function; received string"],
  [{ host: "" }, 'host must be an address, such as "127.0.0.1"; received ""'],
  [{ host: 127 }, 'host must be an address, such as "127.0.0.1"; received 127'],
  [null, "startMock takes an object of options, such as { world: true }; received null"],
  [4010, "startMock takes an object of options, such as { world: true }; received 4010"],
])("options %j throw to the caller", async (options, message) => {
  await expect(startMock(options as never)).rejects.toThrow(message);
});

test("a Node that is too old is named", async () => {
  const least = manifest.engines.node.replace(">=", "");
  vi.spyOn(process.versions, "node", "get").mockReturnValue("22.9.0");
  await expect(startMock()).rejects.toThrow(`the mock needs Node ${least} or later; this is v`);
  vi.restoreAllMocks();
});

test.each([
  () => {
    throw new Error("disk full");
  },
  () => Promise.reject(new Error("disk full")),
])("a log that throws, at once or later, is answered with 500, and told by done()", async (log) => {
  await using other = await startMock({ spec, log });
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
