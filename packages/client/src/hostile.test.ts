import { equal } from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { hasToken } from "@qoder/work-codegen/test/authorized.ts";
import { listen } from "@qoder/work-codegen/test/server.ts";
import { fetch as undici } from "undici";
import { afterEach, describe, expect, test, vi } from "vitest";
import "../test/guarded.ts";
import {
  type ClientOptions,
  createClient,
  docsUrl,
  isWorkError,
  WorkError,
  waitForWorkItem,
} from "./index.ts";
import { validated } from "./validate.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const token = 'pt-"secret\\1';
const client = (fetch: NonNullable<ClientOptions["fetch"]>, options: ClientOptions = {}) =>
  createClient({ token, fetch, ...options });
const failure = async (call: Promise<unknown>): Promise<WorkError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkError)) throw new Error(`expected a WorkError, received ${inspect(error)}`);
  return error;
};

const thrownBy = (task: () => unknown) => {
  try {
    task();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error");
};

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A server that answers every connection with these bytes, and counts them. */
async function answering(...bytes: (string | Uint8Array)[]) {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.once("data", () => {
      for (const part of bytes) socket.write(part);
      socket.end();
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    work: createClient({ token, baseUrl }),
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describe("an answer is reported as what it is, after one attempt", () => {
  test.each([
    ["a reason phrase outside ASCII", Buffer.from("HTTP/1.1 404 Größe\r\n", "latin1"), 404],
    ["the status 600", "HTTP/1.1 600 Odd\r\n", 600],
    ["the status 999", "HTTP/1.1 999 Odd\r\n", 999],
  ])("with %s", async (_, line, status) => {
    await using server = await answering(line, "content-length: 2\r\nconnection: close\r\n\r\nno");
    const error = await failure(server.work.getWorkItem(ids, { retries: status === 404 ? 2 : 0 }));
    expect(error).toMatchObject({ kind: "api", status, attempts: 1, excerpt: "no" });
    expect(server.connections()).toBe(1);
  });
});

test("a huge request id does not make a huge message", async () => {
  const fetch = async () => Response.json({ request_id: "a".repeat(9_000) }, { status: 404 });
  const { message } = await failure(client(fetch).getWorkItem(ids));
  expect(message.length).toBeLessThanOrEqual(600);
});

describe("the token", () => {
  const body = {
    type: "error",
    request_id: token,
    error: { type: token, message: `Hello ${token}`, param: token },
    [token]: { list: [token] },
  };
  const printed = (error: WorkError) =>
    [
      inspect(error, { depth: null, showHidden: true }),
      JSON.stringify(error),
      `${error.stack}`,
      docsUrl(error),
      JSON.stringify([error.body, error.headers, error.excerpt]),
    ].join();

  test.each([
    ["fields", () => Response.json(body, { status: 404 })],
    [
      "headers",
      () => Response.json({}, { status: 404, headers: { "x-request-id": token, "x-other": token } }),
    ],
    ["a text", () => new Response(`<p>${token}</p>`, { status: 403 })],
    ["JSON without the envelope", () => Response.json([token], { status: 403 })],
    ["a text that is cut", () => new Response(`${"a".repeat(180)} ${token} b`, { status: 502 })],
    ["a URL", () => Response.json({ error: { type: encodeURIComponent(token) } }, { status: 404 })],
    ["the type of a success", () => new Response("", { headers: { "content-type": `text/${token}` } })],
  ])("that a server sends back in %s is not in the error", async (_, answer) => {
    const error = await failure(client(async () => answer(), { retries: 0 }).getWorkItem(ids));
    expect(printed(error)).toContain("[redacted]");
    expect(printed(error)).not.toMatch(/secret.{1,4}1/);
  });

  test("that JSON would take for an escape is not in the error", async () => {
    const token = "test-token-1";
    const text = '{"error":{"type":"x","message":"\\test-token-1","param":"test-token-1"}}';
    const fetch = async () => new Response(text, { status: 404 });
    const error = await failure(createClient({ token, fetch }).getWorkItem(ids));
    expect(error.param).toBe("[redacted]");
    expect(error.body).toStrictEqual({ error: { type: "x", message: "\test-token-1", param: "[redacted]" } });
  });

  test("that a server sends back as the name of a header, in lower case, is not in the error", async () => {
    const own = "PT-Secret.1";
    const fetch = async () => Response.json({}, { status: 404, headers: { [own]: "x" } });
    const { headers } = await failure(createClient({ token: own, fetch }).getWorkItem(ids));
    expect(headers).toStrictEqual({ "content-type": "application/json", "[redacted]": "x" });
  });

  test("that a server sends back with a success is in no error that follows", async () => {
    const fetch = async () => Response.json({ state: token }, { headers: { "x-request-id": token } });
    const work = client(fetch);
    expect(printed(await failure(validated(work).getWorkItem(ids)))).not.toContain("secret");
    expect(printed(await failure(waitForWorkItem(work, ids, { timeout: 5 })))).not.toContain("secret");
    const stopped = client(async () => Response.json({ state: "stopped", id: token }));
    const error = await failure(waitForWorkItem(stopped, ids, { until: "active" }));
    expect(error.message).toMatch(/^work_1 stopped before/);
    expect(error.body).toStrictEqual({ state: "stopped", id: token });
  });

  test("that a server sends in what is no HTTP is not in the error", async () => {
    await using server = await answering(`HTTP/1.1 200 OK\r\nbad header ${token}\r\n\r\n`);
    const error = await failure(server.work.getWorkItem(ids, { retries: 0 }));
    expect(error.kind).toBe("connection");
    expect(printed(error)).not.toMatch(/secret.{1,4}1/);
  });
});

test("a type with markup and control characters is escaped in the address of the docs, and in the message", async () => {
  const type = '"><script>\u001b[2J\u202e\n';
  const answer = async () => Response.json({ error: { type, message: "a\u001bb\u2066c" } }, { status: 400 });
  const error = await failure(client(answer).getWorkItem(ids));
  expect(docsUrl(error)).toMatch(/#%22%3E%3Cscript%3E%1B%5B2J%E2%80%AE%0A$/);
  expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("an empty request id of a server is not that of the error", async () => {
  for (const body of [{ request_id: "", error: { type: "x" } }, {}]) {
    const answer = async () => Response.json(body, { status: 400, headers: { "x-request-id": "" } });
    const error = await failure(client(answer).getWorkItem(ids, { headers: { "x-request-id": "mine" } }));
    expect(error.request_id).toBe("mine");
  }
});

test("a type that is no Unicode leads to the docs", async () => {
  const answer = async () => new Response('{"error":{"type":"\\ud800"}}', { status: 400 });
  expect(docsUrl(await failure(client(answer).getWorkItem(ids)))).toMatch(/#%EF%BF%BD$/);
});

test("a success of more than 32 MiB is a decode error after one attempt, and its rest is not read", async () => {
  let pulled = 0;
  let requests = 0;
  let cancelled = false;
  const chunk = new Uint8Array(2 ** 20).fill(32);
  const fetch = async () => {
    requests += 1;
    const stream = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(chunk);
      },
      cancel() {
        cancelled = true;
      },
    });
    return new Response(stream, { headers: { "content-type": "application/json" } });
  };
  const error = await failure(client(fetch).getWorkItem(ids));
  expect(error).toMatchObject({ kind: "decode", status: 200 });
  expect(error.message).toContain("of at most 33554432 bytes");
  expect({ requests, cancelled }).toStrictEqual({ requests: 1, cancelled: true });
  expect(pulled).toBeLessThan(36);
});

test("a success of 32 MiB is taken", async () => {
  const fetch = async () => new Response(new Blob(["{}".padEnd(2 ** 25)], { type: "application/json" }));
  expect(await client(fetch).getWorkItem(ids)).toStrictEqual({});
});

describe("a fetch of the caller", () => {
  test("whose bodies are streams of Node is bounded too", async () => {
    let chunks = 0;
    async function* body(size: number) {
      for (; ; chunks++) yield Buffer.alloc(size, "x");
    }
    const headers = new Headers({ "content-type": "application/json" });
    for (const [status, kind, excerpt, size, limit] of [
      [200, "decode", undefined, 2 ** 20, 32],
      [502, "api", "x".repeat(200), 2 ** 10, 64],
    ] as const) {
      chunks = 0;
      const answer = { ok: status === 200, status, headers, body: body(size), text: async () => "" };
      const error = await failure(client(async () => answer, { retries: 0 }).getWorkItem(ids));
      expect(error).toMatchObject({ kind, status });
      expect(error.excerpt).toBe(excerpt);
      expect(chunks).toBe(limit);
    }
  });

  // In browsers a redirect has the status 0.
  test.each([500, 0])("that returns no more than it must is enough (%i)", async (status) => {
    const answer = { ok: false, status, headers: { get: () => null }, text: async () => "no" };
    const error = await failure(client(async () => answer, { retries: 0 }).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "api", status, excerpt: "no", headers: {} });
  });

  test.each([200, 404])("can have a middleware that reads a copy of the answer (%i)", async (status) => {
    const seen: string[] = [];
    const onResponse = async ({ response }: { response: Response }) =>
      void seen.push(await response.clone().text());
    const answer = async () => Response.json({ id: "work_1", error: { type: "x" } }, { status });
    const call = client(answer, { middleware: [{ onResponse }] }).getWorkItem(ids);
    const result = status === 200 ? await call : await failure(call);
    expect(result).toMatchObject(status === 200 ? { id: "work_1" } : { kind: "api", type: "x", attempts: 1 });
    expect(seen).toStrictEqual(['{"id":"work_1","error":{"type":"x"}}']);
  });

  test("whose answer a middleware reads, and not a copy, is no broken connection", async () => {
    const fetch = vi.fn(async () => Response.json({ id: "work_1" }));
    const onResponse = async ({ response }: { response: Response }) => void (await response.text());
    const call = client(fetch, { middleware: [{ onResponse }] }).getWorkItem(ids);
    await expect(call).rejects.toThrow(/^Invalid state: ReadableStream is locked$/);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test("that returns no Response is named, once", async () => {
    const fetch = vi.fn(async () => ({ ok: true, status: 200 }) as Response);
    const error = await failure(client(fetch).getWorkItem(ids));
    const message = "`fetch` must return a Response; received object";
    expect(error).toMatchObject({ kind: "argument", message, param: "fetch" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["a ReferenceError", () => new ReferenceError("foo is not defined")],
    ["a TypeError", () => new TypeError("Cannot read properties of undefined (reading 'x')")],
    ["a URL that is none", () => thrownBy(() => new URL("bad"))],
    ["a constant", () => new TypeError("Assignment to constant variable.")],
    ["a SyntaxError", () => thrownBy(() => JSON.parse("{"))],
    ["a RangeError", () => thrownBy(() => "".repeat(-1))],
    ["a URIError", () => thrownBy(() => decodeURIComponent("%"))],
    ["an assertion", () => thrownBy(() => equal(1, 2))],
  ])("with a bug is passed on as it is, once: %s", async (_, bug) => {
    const thrown = bug();
    const fetch = vi.fn(async () => {
      throw thrown;
    });
    await expect(client(fetch).getWorkItem(ids)).rejects.toBe(thrown);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test("that knows no Request of another package sends what it is given of it", async () => {
    const { promise: received, resolve } = Promise.withResolvers<object>();
    await using server = await listen(async (request, response) => {
      const { method, url, headers } = request;
      resolve({ method, url, type: headers["content-type"], body: await text(request) });
      response.setHeader("content-type", "application/json").end("{}");
    });
    const fetch: ClientOptions["fetch"] = async (request, init) => {
      const { url, method } = request;
      const headers = Object.fromEntries(request.headers);
      return undici(url, { ...init, method, headers, body: await request.text() });
    };
    const body = { metadata: { job: "ä" } };
    await client(fetch, { baseUrl: server.url }).updateWorkItem({ ...ids, body } as never);
    const url = "/api/v1/cloud/environments/env_1/work/work_1";
    const type = "application/json";
    expect(await received).toStrictEqual({ method: "POST", url, type, body: JSON.stringify(body) });
  });

  test("that is given a Request that it does not know is named, once", async () => {
    const fetch = vi.fn((request: Request, init: object) => undici(request as never, init));
    const error = await failure(client(fetch).getWorkItem(ids));
    expect(error.message).toBe("`fetch` does not know this Request: give it the URL and the rest");
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("a token", () => {
  const found = async () => Response.json({ id: "work_1" });

  test("that is undefined on purpose is not that of the environment", async () => {
    vi.stubEnv("QODER_PAT", "pt-env");
    const error = await failure(createClient({ token: undefined, fetch: found }).getWorkItem(ids));
    expect(error.message).toBe("`token` is undefined: set it, or leave it out to use QODER_PAT");
  });

  test.each([undefined, null, ""])("function that returns %j is named", async (nothing) => {
    vi.stubEnv("QODER_PAT", "pt-env");
    const error = await failure(client(found, { token: () => nothing as string }).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "argument", message: "the function for the token returned none" });
  });

  test("that ends in a line end is trimmed", async () => {
    let isSent = false;
    const fetch = async (request: Request) => {
      isSent = hasToken(request, "pt-file");
      return Response.json({ id: "work_1" });
    };
    await client(fetch, { token: "pt-file\r\n" }).getWorkItem(ids);
    expect(isSent).toBe(true);
  });

  test("function gets the signal, and an abort while it runs sends nothing", async () => {
    const controller = new AbortController();
    const fetch = vi.fn(found);
    const source = vi.fn(async ({ signal }: { signal: AbortSignal | undefined }) => {
      expect(signal).toBe(controller.signal);
      controller.abort(new Error("enough"));
      return "pt-late";
    });
    const call = client(fetch, { token: source }).getWorkItem(ids, { signal: controller.signal });
    await expect(call).rejects.toThrow("enough");
    await new Promise((resolve) => setTimeout(resolve));
    expect(fetch).not.toHaveBeenCalled();
  });

  test("function runs once per call, however many attempts there are while it runs", async () => {
    const source = vi.fn(() => new Promise<string>((resolve) => setTimeout(() => resolve("pt-slow"), 60)));
    const work = client(found, { token: source, attemptTimeout: 25 });
    vi.spyOn(Math, "random").mockReturnValue(0.05);
    expect(await work.getWorkItem(ids, { retries: 5 })).toStrictEqual({ id: "work_1" });
    expect(source).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  test("that is as old as the refused one is asked for again by the next call", async () => {
    const tokens = ["pt-old", "pt-old", "pt-old", "pt-new"];
    const token = vi.fn(() => tokens.shift() ?? "pt-new");
    const fetch = async (request: Request) =>
      hasToken(request, "pt-new") ? Response.json({ id: "work_1" }) : new Response(null, { status: 401 });
    const work = client(fetch, { token });
    expect(await failure(work.getWorkItem(ids))).toMatchObject({ status: 401 });
    expect(await work.getWorkItem(ids)).toStrictEqual({ id: "work_1" });
    expect(token).toHaveBeenCalledTimes(4);
  });

  test("that does not come is given up, and asked for by the next call", async () => {
    let isAborted = false;
    const never = ({ signal }: { signal: AbortSignal | undefined }) => {
      signal?.addEventListener("abort", () => {
        isAborted = true;
      });
      return new Promise<never>(() => {});
    };
    const sources = [() => "pt-1", never, () => "pt-1", () => "pt-2"];
    const fetch = async (request: Request) =>
      hasToken(request, "pt-2") ? Response.json({ id: "work_1" }) : new Response(null, { status: 401 });
    const work = client(fetch, {
      token: (call) => (sources.shift() ?? never)(call),
      attemptTimeout: 20,
      retries: 0,
    });
    expect(await failure(work.getWorkItem(ids))).toMatchObject({ kind: "timeout" });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(isAborted).toBe(true);
    expect(await work.getWorkItem(ids)).toStrictEqual({ id: "work_1" });
  });

  test("that is refused for several calls at a time is renewed once", async () => {
    const fetch = async (request: Request) =>
      hasToken(request, "pt-new") ? Response.json({ id: "work_1" }) : new Response(null, { status: 401 });
    const token = vi.fn(() => (token.mock.calls.length > 3 ? "pt-new" : "pt-old"));
    const work = client(fetch, { token });
    await Promise.all([1, 2, 3].map(() => work.getWorkItem(ids)));
    expect(token).toHaveBeenCalledTimes(4);
  });
});

describe("what is odd has no effect", () => {
  test("enumerable properties of every object, and a header that is undefined", async () => {
    const seen: Record<string, string>[] = [];
    Object.assign(Object.prototype, { polluted: "x" });
    try {
      const work = client(async ({ headers, url }) => {
        seen.push({ ...Object.fromEntries(headers), url });
        return Response.json({ id: "work_1" });
      });
      await work.listWorkItems(
        { environment_id: "env_1", limit: 1 },
        { headers: { "x-request-id": undefined, "x-a": "b" } },
      );
    } finally {
      Reflect.deleteProperty(Object.prototype, "polluted");
    }
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toHaveProperty("polluted");
    expect(seen[0]).toMatchObject({ "x-a": "b", "x-request-id": expect.stringMatching(/^\w+-\d+$/) });
    expect(seen[0]?.["url"]).toMatch(/\/work\?limit=1$/);
  });

  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  test.each([
    ["a bigint in the path", { ...ids, work_id: 7n as never }],
    ["a circular object in the path", { ...ids, work_id: circular as never }],
    ["a bigint in the body", { ...ids, body: { metadata: { a: 7n as never } } }],
    ["a circular body", { ...ids, body: circular as never }],
  ])("%s is an argument error", async (_, params) => {
    const fetch = vi.fn(async () => Response.json({}));
    const error = await failure(client(fetch).updateWorkItem({ body: {}, ...params } as never));
    expect(error.kind).toBe("argument");
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("an error", () => {
  const answer = async () =>
    Response.json(
      { type: "error", request_id: "req", error: { type: "not_found_error", message: "No such item." } },
      { status: 404 },
    );

  test("is printed with its name and type, and is JSON with its message", async () => {
    const error = await failure(client(answer).getWorkItem(ids));
    expect(error.apiMessage).toBe("No such item.");
    expect(inspect(error)).toMatch(
      /^WorkError: 404 not_found_error: No such item\. [\s\S]*type: 'not_found_error'/,
    );
    expect(error.constructor.name).toBe("WorkError");
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: "WorkError",
      kind: "api",
      message: error.message,
      status: 404,
      type: "not_found_error",
    });
  });

  test("of another copy of the package is one too", async () => {
    vi.resetModules();
    const other = await import("./index.ts");
    const error = await failure(client(answer).getWorkItem(ids));
    expect(error instanceof other.WorkError).toBe(false);
    expect(other.isWorkError(error)).toBe(true);
    expect(isWorkError(new TypeError("x"))).toBe(false);
  });
});

test("the facts of a success are given without leaving the method", async () => {
  const headers = { "x-request-id": "req-1", etag: "abc" };
  const answers = [new Response(null, { status: 503 }), Response.json({ id: "work_1" }, { headers })];
  const onSuccess = vi.fn();
  const work = client(async () => answers.shift() as Response);
  vi.spyOn(Math, "random").mockReturnValue(0);
  await work.getWorkItem(ids, { onSuccess });
  vi.restoreAllMocks();
  expect(onSuccess).toHaveBeenCalledTimes(1);
  const [facts] = onSuccess.mock.lastCall ?? [];
  expect(facts).toMatchObject({ operation: "getWorkItem", status: 200, request_id: "req-1", attempts: 2 });
  expect(facts.headers.get("etag")).toBe("abc");
});

test.each([client, (...options: Parameters<typeof client>) => validated(client(...options))])(
  "a method waits for `onSuccess`, however long, and passes on its error, without another request",
  async (create) => {
    const fetch = vi.fn(async () => Response.json(null));
    const work = create(fetch, { attemptTimeout: 40, totalTimeout: 40 });
    for (const mine of [new Error("mine"), new WorkError("connection", "of another call")]) {
      const onSuccess = async () => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        throw mine;
      };
      await expect(work.pollWork({ environment_id: "env_1" }, { onSuccess })).rejects.toBe(mine);
    }
    expect(fetch).toHaveBeenCalledTimes(2);
  },
);
