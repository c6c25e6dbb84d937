import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ClientOptions, createClient, WorkError } from "./index.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const item = { id: "work_1", type: "work", state: "paused", unknown: { kept: true } };
const token = "pt-secret";

const json = (body: unknown, init?: ResponseInit) => Response.json(body, init);
const answering = (response: Response) => vi.fn(async (_request: Request) => response);
const client = (fetch: NonNullable<ClientOptions["fetch"]>, options: ClientOptions = {}) =>
  createClient({ token, fetch, ...options });
const failure = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkError)) throw new Error(`expected a WorkError, received ${inspect(error)}`);
  return error;
};

afterEach(() => vi.unstubAllEnvs());

describe("a request", () => {
  test("is a GET of the documented path, with the token and the headers", async () => {
    const fetch = answering(json(item));
    const work = client(fetch, { headers: { "x-team": "a", "x-app": "b" } });
    await work.getWorkItem({ environment_id: "env_a/b", work_id: "work_é" }, { headers: { "x-app": "c" } });
    const request = fetch.mock.lastCall?.[0];
    expect(request?.method).toBe("GET");
    expect(request?.url).toBe("https://api.qoder.com/api/v1/cloud/environments/env_a%2Fb/work/work_%C3%A9");
    expect(Object.fromEntries(request?.headers ?? [])).toStrictEqual({
      authorization: "Bearer pt-secret",
      "x-team": "a",
      "x-app": "c",
    });
  });

  test("goes to baseUrl, and takes the token from QODER_PAT where none is given", async () => {
    vi.stubEnv("QODER_PAT", "pt-from-env");
    const fetch = answering(json(item));
    await createClient({ fetch, baseUrl: "http://127.0.0.1:4010/" }).getWorkItem(ids);
    expect(fetch.mock.lastCall?.[0].url).toMatch(/^http:\/\/127\.0\.0\.1:4010\/api\//);
    expect(fetch.mock.lastCall?.[0].headers.get("authorization")).toBe("Bearer pt-from-env");
  });

  test("passes the caller's middleware, which never sees the token", async () => {
    const seen: (string | null)[] = [];
    const middleware = {
      onRequest: ({ request }: { request: Request }) => void seen.push(request.headers.get("authorization")),
    };
    await client(answering(json(item)), { middleware: [middleware] }).getWorkItem(ids);
    expect(seen).toStrictEqual([null]);
  });
});

describe("a wrong argument sends nothing", () => {
  test.each(["poll", "stats", "", ".", "..", "env_1", "/work_1", undefined, null, 7, "work_\ud800"])(
    "work_id %j",
    async (work_id) => {
      const fetch = answering(json(item));
      const error = await failure(client(fetch).getWorkItem({ ...ids, work_id: work_id as "work_" }));
      expect(error).toMatchObject({
        kind: "argument",
        operation: "getWorkItem",
        param: "work_id",
        name: "WorkError",
      });
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  test("the message says what was expected and what was received", async () => {
    const error = await failure(
      client(answering(json(item))).getWorkItem({ ...ids, work_id: "poll" as "work_" }),
    );
    expect(error.message).toBe(
      'getWorkItem: work_id must be a string that starts with "work_"; received "poll".',
    );
  });

  test.each([
    [undefined, "no token: pass `token` to createClient, or set QODER_PAT."],
    ["", "no token: pass `token` to createClient, or set QODER_PAT."],
    ["pt-a\npt-b", "the token must be printable ASCII without spaces or line ends."],
    ["pt-ключ", "the token must be printable ASCII without spaces or line ends."],
  ])("token %j", async (bad, message) => {
    vi.stubEnv("QODER_PAT", undefined);
    const fetch = answering(json(item));
    const error = await failure(createClient({ fetch, token: bad }).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "argument", message: `createClient: ${message}` });
    expect(inspect(error, { depth: null })).not.toMatch(/pt-/);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each(["api.qoder.com", "", "ftp://api.qoder.com"])("baseUrl %j", (baseUrl) => {
    expect(() => createClient({ baseUrl })).toThrow(
      'baseUrl must be an http or https URL, such as "https://',
    );
  });
});

test("a success resolves to the body, unknown fields and states included", async () => {
  expect(await client(answering(json(item))).getWorkItem(ids)).toStrictEqual(item);
});

describe("an error status", () => {
  const envelope = {
    type: "error",
    request_id: "req-body",
    error: { type: "not_found_error", message: "No such\nitem.", param: "work_id" },
  };

  test("with the envelope is an api error with its fields, in a message of one line", async () => {
    const headers = { "x-request-id": "req-header" };
    const error = await failure(client(answering(json(envelope, { status: 404, headers }))).getWorkItem(ids));
    expect(error).toMatchObject({
      kind: "api",
      status: 404,
      type: "not_found_error",
      param: "work_id",
      request_id: "req-body",
      body: envelope,
    });
    expect(error.message).toBe(
      "getWorkItem: 404 not_found_error: No such item. (param work_id, request_id req-body)",
    );
  });

  test.each([
    ["HTML", "<html>Bad gateway</html>"],
    ["nothing", null],
    ["half an envelope", '{"type":"error","err'],
    ["other JSON", "[1]"],
  ])("with %s has no type, and its request id comes from the header", async (_, body) => {
    const response = new Response(body, { status: 502, headers: { "x-request-id": "req-header" } });
    const error = await failure(client(answering(response)).getWorkItem(ids));
    expect(error).toMatchObject({
      kind: "api",
      status: 502,
      type: undefined,
      body: undefined,
      request_id: "req-header",
    });
    expect(error.message).not.toContain("<html>");
  });
});

describe("a success that is not the documented JSON is a decode error", () => {
  test.each([
    ["HTML", "<html>", "text/html", "content of type text/html"],
    ["no type", "{}", "", "content without a type"],
    ["nothing", "", "application/json", "nothing"],
    ["a cut body", '{"id":"wo', "application/json", "9 characters that are not JSON"],
    ["null", "null", "application/json", "null"],
    ["an array", "[]", "application/json", "an array"],
    ["a string", '"x"', "application/problem+json", "string"],
  ])("%s", async (_, body, type, received) => {
    const response = new Response(body, { headers: { "content-type": type } });
    if (!type) response.headers.delete("content-type");
    const error = await failure(client(answering(response)).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "decode", status: 200 });
    expect(error.message).toContain(`received ${received}`);
  });
});

describe("no answer", () => {
  test("is a connection error that keeps its cause", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9") });
    const error = await failure(client(() => Promise.reject(cause)).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "connection", cause });
    expect(error.message).toBe("getWorkItem: no answer: connect ECONNREFUSED 127.0.0.1:9.");
  });

  test("an abort rejects with the signal's own reason", async () => {
    const reason = new Error("changed my mind");
    const hanging = (request: Request) =>
      new Promise<Response>((_, reject) =>
        request.signal.addEventListener("abort", () => reject(request.signal.reason)),
      );
    const controller = new AbortController();
    const call = client(hanging).getWorkItem(ids, { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);

    const fetch = answering(json(item));
    await expect(client(fetch).getWorkItem(ids, { signal: controller.signal })).rejects.toBe(reason);
    expect(fetch).not.toHaveBeenCalled();
  });
});

test("http is the openapi-fetch client underneath, with the token", async () => {
  const fetch = answering(json(item));
  const { data } = await client(fetch).http.GET(
    "/api/v1/cloud/environments/{environment_id}/work/{work_id}",
    {
      params: { path: ids },
    },
  );
  expect(data).toStrictEqual(item);
  expect(fetch.mock.lastCall?.[0].headers.get("authorization")).toBe("Bearer pt-secret");
});
