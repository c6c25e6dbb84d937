import { inspect } from "node:util";
import { authorized, credentialOf, hasToken } from "@qoder/work-codegen/test/authorized.ts";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import "../test/guarded.ts";
import { defaultServer, factsOf } from "./generated/operations.gen.ts";
import {
  apiVersion,
  type ClientOptions,
  createClient,
  docsUrl,
  WorkError,
  waitForWorkItem,
  watchWorkItem,
} from "./index.ts";
import { validated } from "./validate.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;
const item = { id: "work_1", type: "work", state: "paused", unknown: { kept: true } };
const token = "pt-secret";

/** The headers of the last request as they were sent; the token is taken off again. */
let sent: Record<string, string>;

const answering = (body: BodyInit | null, init: ResponseInit = {}) =>
  vi.fn(async ({ headers }: Request) => {
    sent = Object.fromEntries(headers);
    return new Response(body, { ...init, headers: { "content-type": "application/json", ...init.headers } });
  });
const found = () => answering(JSON.stringify(item));
const client = (fetch: NonNullable<ClientOptions["fetch"]>, options: ClientOptions = {}) =>
  createClient({ token, fetch, retries: 0, ...options });
const failure = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkError)) throw new Error(`expected a WorkError, received ${inspect(error)}`);
  return error;
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a request", () => {
  test("is a GET of the documented path, with the token, an id and the headers", async () => {
    const fetch = found();
    const work = client(fetch, { headers: { "x-team": "a", "X-App": "b" } });
    await work.getWorkItem({ environment_id: "env_a?b", work_id: "work_é" }, { headers: { "x-app": "c" } });
    const request = fetch.mock.lastCall?.[0];
    expect(request?.method).toBe("GET");
    const path = "/api/v1/cloud/environments/env_a%3Fb/work/work_%C3%A9";
    expect(request?.url).toBe(`${defaultServer}${path}`);
    expect(sent).toStrictEqual({
      accept: "application/json, */*;q=0.1",
      ...authorized("pt-secret"),
      "user-agent": `qoder-work-client/${apiVersion}`,
      "x-app": "c",
      "x-request-id": expect.stringMatching(/^[a-z0-9]+-\d+$/),
      "x-team": "a",
    });
  });

  test("has no user-agent in a browser, also where a bundler has made a `process`", async () => {
    vi.stubGlobal("process", Object.create(process, { versions: { value: {} } }));
    onTestFinished(() => void vi.unstubAllGlobals());
    const again = "./client.ts?again"; // the runtime is found when the module loads
    const { createClient }: typeof import("./client.ts") = await import(again);
    await createClient({ token, fetch: found() }).getWorkItem(ids);
    expect(sent).not.toHaveProperty("user-agent");
  });

  test("has the caller's own accept and user-agent instead of the usual ones", async () => {
    const own = { Accept: "application/json", "User-Agent": "mine" };
    await client(found(), { headers: own }).getWorkItem(ids);
    expect(sent).toMatchObject({ accept: "application/json", "user-agent": "mine" });
  });

  test.each(["http://127.0.0.1:4010/", new URL("http://127.0.0.1:4010")])(
    "goes to baseUrl %o",
    async (baseUrl) => {
      const fetch = found();
      await client(fetch, { baseUrl }).getWorkItem(ids);
      expect(fetch.mock.lastCall?.[0].url).toMatch(/^http:\/\/127\.0\.0\.1:4010\/api\//);
    },
  );

  test.each([[new Headers({ "x-own": "1" })], [new Map([["x-own", "1"]])], [[["x-own", "1"]]]])(
    "takes %o as `headers`, also of a call",
    async (given) => {
      const headers = given as Headers;
      await client(found(), { headers }).getWorkItem(ids, { headers });
      expect(sent).toMatchObject({ "x-own": "1" });
    },
  );

  test("passes the caller's middleware, which sees the request id and never the token", async () => {
    const seen: Record<string, string>[] = [];
    const see = ({ request }: { request: Request }) => void seen.push(Object.fromEntries(request.headers));
    const middleware = [{ onRequest: see, onResponse: see, onError: see }];
    const options = { headers: { "X-Request-Id": "mine" } };
    await client(found(), { middleware }).getWorkItem(ids, options);
    await failure(client(() => Promise.reject(new Error("gone")), { middleware }).getWorkItem(ids, options));
    expect(seen).toStrictEqual(
      Array(4).fill({
        accept: "application/json, */*;q=0.1",
        "user-agent": expect.any(String),
        "x-request-id": "mine",
      }),
    );
  });

  test("has the id of the call, of a middleware or of the client, else a new one, and an error says which", async () => {
    const headers = { "X-Request-ID": "from-client" };
    const onRequest = ({ request }: { request: Request }) =>
      request.headers.set("x-request-id", "from-middleware");
    const idOf = async (options: ClientOptions, call = {}) => {
      const error = await failure(client(answering("", { status: 400 }), options).getWorkItem(ids, call));
      expect(error.request_id).toBe(sent["x-request-id"]);
      return error.request_id;
    };
    expect(await idOf({}, { headers: { "x-request-id": "from-call" } })).toBe("from-call");
    expect(await idOf({ headers, middleware: [{ onRequest }] })).toBe("from-middleware");
    expect(await idOf({ headers })).toBe("from-client");
    expect(await idOf({})).not.toBe(await idOf({}));
  });

  test("shows its new id to onResponse, and not yet to onRequest", async () => {
    const seen: (string | null)[] = [];
    const see = ({ request }: { request: Request }) => void seen.push(request.headers.get("x-request-id"));
    await client(found(), { middleware: [{ onRequest: see, onResponse: see }] }).getWorkItem(ids);
    expect(seen).toStrictEqual([null, sent["x-request-id"]]);
  });

  test.each(["onRequest", "onResponse"])(
    "is not repeated, nor its error hidden, when %s throws",
    async (hook) => {
      const mine = new RangeError("mine");
      const throwing = vi.fn(() => Promise.reject(mine));
      const middleware = [{ [hook]: throwing } as { onRequest: typeof throwing }];
      const work = client(found(), { middleware, retries: 2 });
      await expect(work.getWorkItem(ids)).rejects.toBe(mine);
      expect(throwing).toHaveBeenCalledTimes(1);
    },
  );
});

describe("the token", () => {
  test("comes from QODER_PAT where none is given", async () => {
    vi.stubEnv("QODER_PAT", "pt-from-env");
    const fetch = found();
    await createClient({ fetch }).getWorkItem(ids);
    expect(sent).toMatchObject(authorized("pt-from-env"));
  });

  test("comes from a function, once for each call, its retries included", async () => {
    const provider = vi.fn(async () => "pt-provided");
    let answers = 0;
    const fetch = vi.fn(async (_request: Request) =>
      ++answers === 1
        ? new Response(null, { status: 503, headers: { "retry-after": "0" } })
        : Response.json(item),
    );
    vi.spyOn(Math, "random").mockReturnValue(0);
    await client(fetch, { token: provider, retries: 1 }).getWorkItem(ids);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(provider).toHaveBeenCalledTimes(1);
  });

  test("is asked for once more after a 401, and the call is repeated once", async () => {
    const tokens = ["pt-old", "pt-new", "pt-never"];
    const provider = vi.fn(() => tokens.shift() as string);
    const fetch = vi.fn(async (request: Request) =>
      hasToken(request, "pt-new") ? Response.json(item) : new Response(null, { status: 401 }),
    );
    await client(fetch, { token: provider }).stopWorkItem(ids); // a POST, which is sent once else
    expect(provider).toHaveBeenCalledTimes(2);

    const refused = answering(null, { status: 401 });
    const other = vi.fn(() => "pt-revoked");
    const error = await failure(client(refused, { token: other, retries: 5 }).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "api", status: 401, attempts: 2 });
    expect(other).toHaveBeenCalledTimes(2);
    expect(refused).toHaveBeenCalledTimes(2);
  });

  test("may fail with an error of its own, which is not hidden", async () => {
    const mine = new Error("the vault is closed");
    await expect(
      client(found(), { token: () => Promise.reject(mine), retries: 2 }).getWorkItem(ids),
    ).rejects.toBe(mine);
  });

  test("costs no retry when it is renewed", async () => {
    const answers = [401, 503, 200];
    const fetch = vi.fn(async () => Response.json(item, { status: answers.shift() as number }));
    vi.spyOn(Math, "random").mockReturnValue(0);
    const onRequest = vi.fn();
    const work = client(fetch, { token: () => "pt-any", retries: 1, middleware: [{ onRequest }] });
    expect(await work.getWorkItem(ids)).toStrictEqual(item);
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(onRequest).toHaveBeenCalledTimes(3);
  });

  test("that is a string is not sent again after a 401", async () => {
    const fetch = answering(null, { status: 401 });
    await failure(client(fetch, { retries: 5 }).getWorkItem(ids));
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  const missing = /^there is no (token|credential): set .*`token` or QODER_PAT/;
  const unsendable = /^the token contains a character that an HTTP header cannot carry, or white space$/;
  test.each([
    [undefined, missing],
    ["", missing],
    ["pt-a\npt-b", unsendable],
    [credentialOf("")[1] ? "pt-a b" : "pt-a b c", unsendable], // a key may have one space
    ["pt-ключ", unsendable],
    ["pt-é", unsendable],
  ])("%j is refused, and not shown", async (bad, message) => {
    vi.stubEnv("QODER_PAT", undefined);
    const fetch = found();
    const error = await failure(createClient({ fetch, token: bad }).getWorkItem(ids));
    expect(error.kind).toBe("argument");
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: null })).not.toMatch(/pt-/);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("a wrong argument sends nothing", () => {
  test.each([
    "poll",
    "stats",
    "",
    ".",
    "..",
    "env_1",
    "/work_1",
    undefined,
    null,
    7,
    ["work_1"],
    "work_\ud800",
  ])("work_id %j", async (work_id) => {
    const fetch = found();
    const error = await failure(client(fetch).getWorkItem({ ...ids, work_id: work_id as "work_" }));
    expect(error).toMatchObject({ kind: "argument", operation: "getWorkItem", param: "work_id" });
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([undefined, null])("no parameters, but %j", async (params) => {
    const fetch = found();
    const error = await failure(client(fetch).getWorkItem(params as unknown as typeof ids));
    expect(error).toMatchObject({ kind: "argument", param: "environment_id" });
    expect(fetch).not.toHaveBeenCalled();
  });

  test("the message says what was expected and what was received", async () => {
    const error = await failure(client(found()).getWorkItem({ ...ids, work_id: "poll" as "work_" }));
    expect(error.message).toBe('`work_id` must start with `work_`; received "poll"');
    expect(String(error)).toBe(`WorkError: ${error.message}`);
  });

  test.each([
    ["api.qoder.com", "must be a full URL, such as https://api.example.com"],
    ["localhost:4010", "must be a full URL, such as https://api.example.com"],
    ["", "must be a full URL, such as https://api.example.com"],
    ["ftp://h", "must be a full URL, such as https://api.example.com"],
    ["http://pt-secret@h", "must have no credentials: use `token`"],
    ["http://:pt-secret@h", "must have no credentials: use `token`"],
    ["http://h?key=pt-secret", "must have no query and no fragment"],
    ["http://h/#", "must have no query and no fragment"],
    [" http://h", "contains white space"],
    ["http://h/a b", "contains white space"],
  ])("baseUrl %j", (baseUrl, rule) => {
    const refused = { kind: "argument", message: `\`baseUrl\` ${rule}`, param: "baseUrl" };
    expect(() => createClient({ baseUrl })).toThrow(expect.objectContaining(refused));
  });

  test.each([
    ["fetch", "undici", '"undici"'],
    ["onSuccess", {}, "object"],
  ])("%s that is no function", async (name, value, received) => {
    const message = `\`${name}\` must be a function; received ${received}`;
    const refused = { kind: "argument", message, param: name };
    const options = { [name]: value };
    expect(() => createClient(options)).toThrow(expect.objectContaining(refused));
    const fetch = found();
    for (const work of [client(fetch), validated(client(fetch))])
      expect(await failure(work.getWorkItem(ids, options))).toMatchObject(refused);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([null, 5, {}, ["x"], [{}]])("middleware %j", (middleware) => {
    const message = "`middleware` must be a list of middleware of openapi-fetch";
    const refused = expect.objectContaining({ kind: "argument", message });
    expect(() => createClient({ middleware: middleware as never })).toThrow(refused);
  });

  test.each([
    [undefined, "undefined"],
    [{}, "object"],
  ])("%j in the place of a client", async (work, received) => {
    const message = `\`work\` must be a client; received ${received}`;
    const refused = expect.objectContaining({ kind: "argument", message, param: "work" });
    expect(() => validated(work as never)).toThrow(refused);
    expect(() => watchWorkItem(work as never, ids)).toThrow(refused);
    await expect(waitForWorkItem(work as never, ids)).rejects.toThrow(refused);
  });

  test("a token in the place of the options", () => {
    const wrong = "pt-secret" as ClientOptions;
    const message = "createClient takes an object of options, such as `{ token }`";
    expect(() => createClient(wrong)).toThrow(expect.objectContaining({ kind: "argument", message }));
  });

  test.each([
    ["retries", -1, "of 0 or more; received -1"],
    ["retries", Number.NaN, "of 0 or more; received NaN"],
    ["retries", "2", 'of 0 or more; received "2"'],
    ["attemptTimeout", 0, "above 0; received 0"],
    ["attemptTimeout", "1s", 'above 0; received "1s"'],
    ["totalTimeout", -5, "above 0; received -5"],
  ])("%s of %j", async (name, value, rule) => {
    const options = { [name]: value };
    const refused = { kind: "argument", message: `\`${name}\` must be a number ${rule}`, param: name };
    expect(() => createClient(options)).toThrow(expect.objectContaining(refused));
    const fetch = found();
    expect(await failure(client(fetch).getWorkItem(ids, options))).toMatchObject(refused);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([null, "x", 5, { signal: new AbortController() }])("call options %j", async (options) => {
    const fetch = found();
    const message = "getWorkItem takes an object of options, such as `{ signal }`";
    for (const work of [client(fetch), validated(client(fetch))]) {
      const error = await failure(work.getWorkItem(ids, options as never));
      expect(error).toMatchObject({ kind: "argument", message });
    }
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each<Record<string, string>>([
    null as never,
    "x: y" as never,
    { "a b": "c" },
    { authorization: "Bearer pt-secret\n\nx: y" },
  ])("a header that no request can carry, without its value: %j", async (headers) => {
    const message = "`headers` contains a character that an HTTP header cannot carry";
    const refused = expect.objectContaining({ kind: "argument", message });
    expect(() => createClient({ headers })).toThrow(refused);
    const error = await failure(client(found()).getWorkItem(ids, { headers }));
    expect(error).toStrictEqual(refused);
    expect(inspect(error, { depth: null })).not.toContain("pt-secret");
  });
});

test("a success resolves to the body, unknown fields and states included", async () => {
  expect(await client(found()).getWorkItem(ids)).toStrictEqual(item);
});

describe("an error status", () => {
  const envelope = {
    type: "error",
    request_id: "req-body",
    error: { type: "not_found_error", message: "No such\r\n\u001b[31mitem.", param: "work_id" },
    secret: "hidden",
  };
  const headers = { "x-request-id": "req-header" };
  /** Whether all errors of the spec have a type, so that JSON without one is of a gateway. */
  const isTyped = factsOf({}).type !== null;
  const otherJson: [string, string, string][] = [
    ["an empty envelope", '{"type":"error","error":null}', '{"type":"error","error":null}'],
    ["other JSON", '{"message":"Forbidden"}', '{"message":"Forbidden"}'],
    ["null", "null", ""],
    ["deep JSON", "[".repeat(30_000) + "]".repeat(30_000), expect.any(String)],
  ];

  test("with the envelope is an api error with its fields, in a message of one line", async () => {
    const error = await failure(
      client(answering(JSON.stringify(envelope), { status: 404, headers })).getWorkItem(ids),
    );
    expect(error).toMatchObject({
      name: "WorkError",
      kind: "api",
      operation: "getWorkItem",
      attempts: 1,
      status: 404,
      type: "not_found_error",
      param: "work_id",
      request_id: "req-body",
    });
    expect(error.body).toStrictEqual(envelope);
    expect(error.message).toBe("404 not_found_error: No such [31mitem. (request_id req-body, attempt 1)");
  });

  test.each([409, 412, 418, 599])("%i, which is not documented, keeps its type", async (status) => {
    const body = JSON.stringify({ type: "error", error: { type: "new_error", message: "Hm." } });
    const error = await failure(client(answering(body, { status, headers })).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "api", status, type: "new_error", request_id: "req-header" });
  });

  test.each([
    ["HTML", "<html><style>p {}</style><h1>Bad\n gateway</h1>", "Bad gateway"],
    ["nothing", null, ""],
    ["half an envelope", '{"type":"error","err', '{"type":"error","err'],
    ...(isTyped ? otherJson : []),
    ["much text", "word ".repeat(1_000), "word ".repeat(40).trim()],
  ])("with %s has no type, but the beginning of its text", async (_, body, excerpt) => {
    const error = await failure(client(answering(body, { status: 502, headers })).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "api", status: 502, type: undefined, request_id: "req-header" });
    expect(error.body).toBe(undefined);
    expect(error.excerpt).toStrictEqual(excerpt);
    const shown = error.excerpt ? `: ${error.excerpt}` : "";
    expect(error.message).toBe(
      `502 from a gateway, without the API's error body${shown} (request_id req-header, attempt 1)`,
    );
    expect(error.headers).toMatchObject(headers);
  });

  test("with fields of other types leaves them out", async () => {
    const odd = { toString: 1 };
    const body = JSON.stringify({ request_id: odd, error: { type: "new_error", message: odd, param: odd } });
    const error = await failure(client(answering(body, { status: 404, headers })).getWorkItem(ids));
    expect(error).toMatchObject({
      kind: "api",
      type: "new_error",
      param: undefined,
      request_id: "req-header",
    });
    expect(error.message).toBe("404 new_error (request_id req-header, attempt 1)");
  });

  test("shows neither the token nor the secret, wherever it is printed", async () => {
    const error = await failure(
      client(
        answering(JSON.stringify(envelope), { status: 403, headers: { "x-other": "hidden" } }),
      ).getWorkItem(ids),
    );
    for (const printed of [
      inspect(error, { depth: null }),
      JSON.stringify(error),
      String(error),
      error.stack,
    ]) {
      expect(printed).toContain("40");
      expect(printed).not.toMatch(/hidden|pt-secret/);
    }
  });

  test("has no other cause than a broken connection", async () => {
    const error = await failure(client(answering(null, { status: 403 })).getWorkItem(ids));
    expect(error.cause).toBe(undefined);
  });
});

describe("a success that is not the documented JSON is a decode error", () => {
  test.each([
    ["HTML", "<html>", "text/html"],
    ["JSON of another type", "{}", "text/plain"],
    ["nothing", "", "application/json"],
    ["a cut body", '{"secret":"hid', "application/json"],
    ["two bodies", '{"secret":"hid"}{}', "application/json"],
    ["null", "null", "application/json"],
    ["an array", "[]", "application/json"],
    ["a string", '"x"', "application/problem+json"],
  ])("%s", async (_, body, type) => {
    const headers = { "content-type": type, "x-request-id": "req-header" };
    const error = await failure(client(answering(body, { headers })).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "decode", status: 200, request_id: "req-header", attempts: 1 });
    expect(error.message).toContain(`expected a JSON object; received ${body.length} characters of ${type}`);
    expect(inspect(error, { depth: null })).not.toContain("hid");
  });

  test("no content, and no type", async () => {
    const none = async () => new Response(null, { status: 204 });
    expect(await failure(client(none).getWorkItem(ids))).toMatchObject({ kind: "decode", status: 204 });
    const untyped = async () => new Response(new Blob(["{}"]));
    expect((await failure(client(untyped).getWorkItem(ids))).message).toContain(
      "expected a JSON object; received 2 characters of null",
    );
  });

  test("but a byte order mark and a charset are not in the way", async () => {
    const fetch = answering(`\ufeff${JSON.stringify(item)}`, {
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    expect(await client(fetch).getWorkItem(ids)).toStrictEqual(item);
  });
});

describe("no answer", () => {
  test("is a connection error that keeps its cause", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9") });
    const error = await failure(client(() => Promise.reject(cause)).getWorkItem(ids));
    expect(error).toMatchObject({ kind: "connection", cause });
    expect(docsUrl(error)).toMatch(/#connection$/);
    expect(error).not.toHaveProperty("status");
    expect(error.message).toMatch(/^no complete answer: connect ECONNREFUSED 127\.0\.0\.1:9 \(request_id /);
  });

  test("names a host that does not exist", async () => {
    const cause = new TypeError("fetch failed", {
      cause: new Error("getaddrinfo ENOTFOUND nowhere.invalid"),
    });
    const error = await failure(client(() => Promise.reject(cause)).getWorkItem(ids));
    expect(error.message).toContain("no complete answer: getaddrinfo ENOTFOUND nowhere.invalid");
  });

  test("names the code where there is no message, as when every address refuses", async () => {
    const cause = new TypeError("fetch failed", {
      cause: Object.assign(new Error(""), { code: "ECONNREFUSED" }),
    });
    const error = await failure(client(() => Promise.reject(cause)).getWorkItem(ids));
    expect(error.message).toContain("no complete answer: ECONNREFUSED");
  });

  test.each([undefined, null, "gone", 7])("even if what was thrown is %j", async (cause) => {
    expect((await failure(client(() => Promise.reject(cause)).getWorkItem(ids))).kind).toBe("connection");
  });
});

test("http is the openapi-fetch client underneath, with the token", async () => {
  const fetch = found();
  const { data } = await client(fetch).http.GET(
    "/api/v1/cloud/environments/{environment_id}/work/{work_id}",
    { params: { path: ids } },
  );
  expect(data).toStrictEqual(item);
  expect(sent).toMatchObject(authorized("pt-secret"));
});

test("middleware that is added to http does not see the token either", async () => {
  const { http } = client(found());
  const seen = vi.fn();
  http.use({ onResponse: ({ request }) => void seen(request.headers.has(credentialOf("")[0])) });
  await http.GET("/api/v1/cloud/environments/{environment_id}/work/{work_id}", { params: { path: ids } });
  expect(seen).toHaveBeenCalledExactlyOnceWith(false);
});
