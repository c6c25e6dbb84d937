import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient, waitForWorkItem } from "@qoder/work-client";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Mock, startMock } from "./index.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const item = withToken("/api/v1/cloud/environments/env_1/work/work_1", "any");
const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const headers = authorized("any");
let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ spec });
  return () => mock.close();
});
afterEach(() => {
  mock.reset();
  vi.useRealTimers();
});

const causeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error) => error.cause.code,
  );

test("a client whose proxy is the mock sends the whole URL", async () => {
  const { hostname, port } = new URL(mock.url);
  const options = { hostname, port, path: `http://api.example.com${item}`, headers, agent: false };
  const [response] = await once(request(options).end(), "response");
  expect(await json(response)).toMatchObject({ id: "work_1" });
  expect(mock.requests).toMatchObject([{ operation: "getWorkItem", path: item.split("?")[0], status: 200 }]);
});

test("a client whose proxy is the mock gets no tunnel", async () => {
  const { hostname, port } = new URL(mock.url);
  const tunnel = request({ hostname, port, method: "CONNECT", path: "api.example.com:443", agent: false });
  const [response] = await once(tunnel.end(), "connect");
  expect(response.statusCode).toBe(501);
});

test("a client that asks for a tunnel and breaks the connection, or keeps it open, does not hold the mock", async () => {
  await using own = await startMock({ spec });
  const { hostname, port } = new URL(own.url);
  for (let count = 0; count < 20; count++) {
    const socket = connect(Number(port), hostname).on("error", () => {});
    socket.write("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", () => socket.resetAndDestroy());
    await once(socket, "close");
  }
  const open = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  onTestFinished(() => void open.destroy());
  open.write("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n");
  await once(open, "data");
  expect((await fetch(own.url + item, { headers })).status).toBe(200);
});

test("a fragment is not sent", async () => {
  expect((await mock.fetch(`${mock.url}${item}#part?`, { headers })).status).toBe(200);
});

describe.each(["a socket", "no socket"])("over %s", (way) => {
  const get = (init: RequestInit = {}) =>
    (way === "a socket" ? fetch : mock.fetch)(mock.url + item, { headers, ...init });

  test("answers are what is documented, and what a gateway sends", async () => {
    const headers = { "Content-Length": "9", "transfer-encoding": "chunked" }; // the mock frames the body itself
    mock.reply("queued", { status: 503, headers, body: "<html>" }, { status: 204 as 200 });
    const queued = await get();
    expect([queued.status, queued.headers.get("content-type")]).toStrictEqual([200, "application/json"]);
    expect(await queued.json()).toMatchObject({ state: "queued", id: "work_1" });
    const gateway = await get();
    expect([gateway.status, gateway.headers.get("content-type")]).toStrictEqual([503, null]);
    expect(await gateway.text()).toBe("<html>");
    expect((await get()).body).toBe(null);
    expect(mock.requests.map(({ status }) => status)).toStrictEqual([200, 503, 204]);
    expect(JSON.stringify(mock.requests)).not.toContain("any");
  });

  test("a body arrives where a DOM for tests has replaced Response, and takes only texts and streams", async () => {
    class DomResponse extends Response {
      constructor(body: BodyInit | null, init: ResponseInit) {
        super(body instanceof ReadableStream || body === null ? body : `${body}`, init);
      }
    }
    vi.stubGlobal("Response", DomResponse);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await (await get()).json()).toMatchObject({ id: "work_1" });
  });

  test("a body arrives in part, and the connection breaks", async () => {
    mock.reply({ example: "queued", truncate: 9 }, { status: 503, body: "<html>", truncate: 0 });
    for (const part of ['{"id":"wo', ""]) {
      const response = await get();
      let text = "";
      const read = async () => {
        for await (const piece of response.body ?? []) text += Buffer.from(piece);
      };
      expect(await causeOf(read())).toBe("UND_ERR_SOCKET");
      expect(text).toBe(part);
    }
    mock.reply({ status: 503, body: "<html>", truncate: 99 });
    expect(await (await get()).text()).toBe("<html>");
  });

  test("a body drips: its head comes at once, and then pieces", async () => {
    mock.reply({ example: "queued", drip: 300 });
    const start = performance.now();
    const response = await get();
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body ?? []) pieces.push(piece);
    expect(performance.now() - start).toBeGreaterThan(290);
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.length).toBeLessThanOrEqual(10);
    expect(JSON.parse(Buffer.concat(pieces).toString())).toMatchObject({ state: "queued" });
  });

  test("the connection is reset", async () => {
    mock.reply({ reset: true });
    expect(await causeOf(get())).toBe("ECONNRESET");
  });

  test("who aborts gets no answer, not even of a function that never returns", async () => {
    mock.reply({ status: 503, delay: 60_000 }, () => new Promise<never>(() => {}), {
      example: "active",
      drip: 60_000,
    });
    for (let time = 0; time < 3; time++) {
      const read = async () => (await get({ signal: AbortSignal.timeout(50) })).text();
      await expect(read()).rejects.toThrow("timeout");
    }
  });

  test("a body is read", async () => {
    const init = { method: "POST", body: '{"metadata":{"job":"a"}}' };
    await get({ ...init, headers: { ...headers, "content-type": "application/json" } });
    expect(mock.requests[0]?.body).toStrictEqual({ metadata: { job: "a" } });
  });

  test("HEAD and GET of the root tell that the mock is ready, and are no requests", async () => {
    const send = way === "a socket" ? fetch : mock.fetch;
    expect((await send(mock.url, { method: "HEAD" })).status).toBe(200);
    expect(await (await send(`${mock.url}/`)).json()).toStrictEqual({ ready: true });
    expect((await send(mock.url, { method: "POST" })).status).toBe(404);
    expect(mock.requests).toHaveLength(1);
  });
});

test("fake timers move a client, its retries, and delays and the world of the mock", async () => {
  vi.useFakeTimers();
  await using mock = await startMock({ spec, world: true });
  const work = createClient({ fetch: mock.fetch, baseUrl: mock.url, token: "pt-any" });
  const { id: work_id } = mock.add({ state: "active" });
  const own = { environment_id: "env_1", work_id } as const;
  mock.replyTo("getWorkItem", { world: true, delay: 5_000, drip: 1_000 }, { status: 503 }, "world");
  const waited = waitForWorkItem(work, own, { interval: 60_000 });
  await vi.advanceTimersByTimeAsync(50_000);
  await work.stopWorkItem({ ...own, body: { force: true } });
  await vi.advanceTimersByTimeAsync(100_000);
  expect(await waited).toMatchObject({ id: work_id, state: "stopped" });

  const polled = work.pollWork({ environment_id: "env_1", block_ms: 900 });
  await vi.advanceTimersByTimeAsync(500);
  const added = mock.add();
  await vi.advanceTimersByTimeAsync(500);
  expect(await polled).toStrictEqual(added);
});

test("the host of a request without a socket does not matter, and a closed mock answers no more", async () => {
  const other = await startMock({ spec });
  const work = createClient({ fetch: other.fetch, token: "pt-any" });
  expect(await work.getWorkItem(ids)).toMatchObject({ id: "work_1" });
  other.reply({ status: 503, delay: 60_000 });
  const pending = causeOf(other.fetch(other.url + item, { headers }));
  await setTimeout(0);
  await other.close();
  await other.close();
  expect(await pending).toBe("ECONNRESET");
  expect(await causeOf(other.fetch(other.url + item, { headers }))).toBe("ECONNRESET");
});
