import { listen } from "@qoder/work-codegen/test/server.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { garden, startGarden } from "../test/garden.ts";
import type { Answer, Mock } from "./index.ts";
import { judgeJson, judgeText } from "./schemas.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startGarden();
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

const bearer = { authorization: "Bearer secret" };
const json = "application/json";
const rose = { kind: "flower", name: "Rose", bed: 3, color: "red" };
const log = "/beds/1.5/2026-05-01/dark%20blue/0b3c2f6e-1d1f-4c39-9a49-3f8f8c1f4a10";
const query =
  "color=red&color=dark+blue&beds=1|2&words=dry%20sunny&lat=47.5&height[min]=10&fields=id,name&limit=5";

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  type?: string;
}

/** Sends a request: "PUT /ping", with its body as JSON unless that is a text. */
async function send(request: string, { headers = bearer, body, type = json }: Sent = {}) {
  const [method = "", path = ""] = request.split(" ");
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(mock.url + path, {
    method,
    headers: { ...headers, ...(text !== undefined && type && { "content-type": type }) },
    ...(text !== undefined && { body: new TextEncoder().encode(text) }),
  });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, text: answer };
}

const good: [operation: string, request: string, sent: Sent, status: number][] = [
  ["listPlants", `GET /plants?${query}`, { headers: { ...bearer, "x-trace": "spring, test" } }, 200],
  ["listPlants", "GET /plants?color=white", {}, 200],
  ["createPlant", "POST /plants", { body: rose }, 201],
  ["getPlant", "GET /plants/7", {}, 200],
  ["getPlant", "GET /plants/7", { headers: {} }, 200],
  ["getPlant", "GET /v2/plants/7", {}, 200], // with the path of the server
  ["checkPlant", "HEAD /plants/7", {}, 200],
  ["updatePlant", "PATCH /plants/7", { body: { notes: null }, type: "application/merge-patch+json" }, 200],
  ["updatePlant", "PATCH /plants/7", {}, 200],
  ["deletePlant", "DELETE /plants/7", { headers: { authorization: `basic ${btoa("me:a:b")}` } }, 204],
  ["deletePlant", "DELETE /plants/7?garden_key=secret", { headers: { "x-garden-key": "secret" } }, 204],
  [
    "waterPlant",
    "POST /plants/7/water",
    { body: "liters=1.5&tools=spade&tools=fork", type: "application/x-www-form-urlencoded" },
    200,
  ],
  ["getBedLog", `GET ${log}?dry=true`, { headers: { "X-Garden-Key": "secret" } }, 200],
  [
    "getRows",
    "GET /beds/3/rows/first,second",
    { headers: { ...bearer, "x-since": "2026-05-01T08:00:00Z", "x-columns": "1,2" } },
    200,
  ],
  ["clearBed", "POST /beds/3.long:vid%C3%A9", { body: { share: 0.07 } }, 200],
  ["clearBed", "POST /beds/3.long:vid%c3%a9", { body: { share: 0.07 } }, 200],
  ["ping", "GET /ping", { headers: {} }, 200],
  ["putPing", "PUT /ping", { body: 0 }, 200],
  ["putPing", "PUT /ping", { body: null }, 200],
  ...["Bearer", "bearer", "BEARER", "bEARER"].map((scheme): (typeof good)[number] => [
    "putPing",
    "PUT /ping",
    { body: 0, headers: { authorization: `${scheme} secret` } },
    200,
  ]),
  ["putPing", "PUT /ping", { body: '"a"', type: "Application/JSON; charset=utf-8" }, 200],
  ["optionsPing", "OPTIONS /ping", {}, 204],
];

test.each(good)("%s: %s is answered", async (operation, request, sent, status) => {
  const answer = await send(request, sent);
  expect([answer.status, answer.text]).toStrictEqual([status, expect.any(String)]);
  expect(mock.requests).toMatchObject([{ operation, status, violations: [] }]);
  expect(JSON.stringify(mock.requests)).not.toContain("secret");
});

test("every operation is in the table", () => {
  const known = new Set(good.map(([operation]) => operation));
  expect(known).toStrictEqual(new Set(garden.operations.map(({ id }) => id)));
});

/** Each breaks one rule, and gets a message that names it and the value. */
const bad: [request: string, sent: Sent, status: number, message: string][] = [
  ["GET /plants", {}, 400, "color is required; received nothing"],
  [
    "GET /plants?color=pink",
    {},
    400,
    'color.0 must be equal to one of the allowed values: red, white, dark blue; received "pink"',
  ],
  ["GET /plants?color=red&beds=1|x", {}, 400, 'beds.1 must be integer; received "1|x"'],
  ["GET /plants?color=red&limit=101", {}, 400, 'limit must be <= 100; received "101"'],
  ["GET /plants?color=red&limit=1&limit=2", {}, 400, 'limit must be integer; received ["1","2"]'],
  ["GET /plants?color=red&height[min]=-1", {}, 400, 'height.min must be >= 0; received {"min":"-1"}'],
  ["GET /plants?color=red&long=east", {}, 400, 'near.long must be number; received {"long":"east"}'],
  [
    "GET /plants?color=red&fields=id,size",
    {},
    400,
    'fields.1 must be equal to one of the allowed values: id, name, bed; received "id,size"',
  ],
  [
    "POST /beds/3.square:vid%C3%A9",
    {},
    400,
    'form must be equal to one of the allowed values: round, long; received "square"',
  ],
  [
    "POST /beds/3.long:vid%C3%A9",
    { body: { share: 0.075 } },
    400,
    "body.share must be multiple of 0.01; received 0.075",
  ],
  ["GET /plants/0", {}, 400, 'plant must be >= 1; received "0"'],
  ["GET /plants/seven", {}, 400, 'plant must be integer; received "seven"'],
  [
    "POST /plants",
    { headers: { ...bearer, "idempotency-key": "short" }, body: rose },
    400,
    'Idempotency-Key must NOT have fewer than 8 characters; received "short"',
  ],
  ["POST /plants", {}, 400, "body is required; received nothing"],
  ["POST /plants", { body: "{" }, 400, 'body must be JSON; received "{"'],
  [
    "POST /plants",
    { body: rose, type: "text/plain" },
    415,
    'Content-Type must be application/json; received "text/plain"',
  ],
  ["POST /plants", { body: rose, type: "" }, 415, "Content-Type must be application/json; received nothing"],
  [
    "PATCH /plants/7",
    { body: {}, type: "application/merge-patch+json" },
    400,
    "body must NOT have fewer than 1 properties; received {}",
  ],
  [
    "PATCH /plants/7",
    { body: { name: 7 }, type: "application/merge-patch+json" },
    400,
    "body.name must be string; received 7",
  ],
  [
    "DELETE /plants/7",
    { body: {}, headers: { authorization: "Basic bWU6YQ==" } },
    400,
    "body must have 0 bytes; received 2",
  ],
  [
    "POST /plants/7/water",
    { body: "tools=can", type: "application/x-www-form-urlencoded" },
    400,
    "body.liters is required; received nothing",
  ],
  [
    "POST /plants/7/water",
    { body: "liters=0", type: "application/x-www-form-urlencoded" },
    400,
    "body.liters must be > 0; received 0",
  ],
  [
    `GET ${log.replace("1.5", "one")}`,
    { headers: { "x-garden-key": "secret" } },
    400,
    'bed must be number; received "one"',
  ],
  [
    `GET ${log}?dry=maybe`,
    { headers: { "x-garden-key": "secret" } },
    400,
    'dry must be boolean; received "maybe"',
  ],
  ["PUT /ping", { body: [] }, 400, "body must be string or number or boolean or null; received []"],
  [`GET ${log}`, {}, 401, "the header X-Garden-Key must have a key; received none"],
  ...[
    ["", "none"],
    ["bearer", "no token"],
    ["Basic secret", "another scheme"],
    ["secret", "another scheme"],
  ].map(([authorization = "", received]): (typeof bad)[number] => [
    "PUT /ping",
    { headers: { authorization }, body: 1 },
    401,
    `the Authorization header must be "Bearer <token>"; received ${received}`,
  ]),
  [
    "DELETE /plants/7?garden_key=secret",
    { headers: {} },
    401,
    'the Authorization header must be "Basic <name:password in Base64>"; received none, or the header X-Garden-Key must have a key; received none',
  ],
  [
    "DELETE /plants/7",
    { headers: { "x-garden-key": "secret" } },
    401,
    "received none, or the query garden_key must have a key; received none",
  ],
  ["DELETE /beds", {}, 404, "the spec has no path /beds"],
  ["PATCH /ping", {}, 405, "the spec has no PATCH /ping, only GET, PUT, OPTIONS"],
];

test.each(bad)("%s %j is refused with %i", async (request, sent, status, message) => {
  const answer = await send(request, sent);
  const [known] = mock.requests;
  expect([answer.status, known?.violations.join()]).toStrictEqual([status, expect.stringContaining(message)]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(JSON.parse(answer.text)).toMatchObject({ type: "dry", title: expect.stringContaining(message) });
  expect(answer.text).not.toContain("secret");
});

test("every schema of an alternative is judged, with the fields that are only for answers left out", async () => {
  const { text } = await send("POST /plants", { body: { ...rose, bed: 0, id: 7 } });
  expect(JSON.parse(text).title).toContain("body.bed must be >= 1; received 0");
  expect((await send("POST /plants", { body: { ...rose, children: [{ ...rose, name: "" }] } })).status).toBe(
    400,
  );
  expect((await send("POST /plants", { body: { ...rose, children: [rose] } })).status).toBe(201);
});

describe("requests[].body is what came", () => {
  const form = "application/x-www-form-urlencoded";
  test.each<[string, unknown, string, unknown]>([
    ["POST /plants", rose, json, rose],
    ["PUT /ping", null, json, null],
    [
      "POST /plants/7/water",
      "liters=1&tools=spade&tools=fork",
      form,
      { liters: "1", tools: ["spade", "fork"] },
    ],
    ["POST /plants", "{", json, "{"],
    ["POST /nowhere", "a text", "text/plain", "a text"],
    ["GET /ping", undefined, json, undefined],
  ])("%s %j", async (request, body, type, kept) => {
    await send(request, { body, type });
    expect(mock.requests[0]?.body).toStrictEqual(kept);
  });
});

describe("answers are chosen by status, also of a range and of `default`", () => {
  test.each<[Answer, string, Sent, number, string | null]>([
    [202 as never, "POST /plants", { body: rose }, 202, json],
    [{ status: 409 }, "POST /plants", { body: rose }, 409, "application/problem+json"],
    ["4XX" as never, "POST /plants", { body: rose }, 400, "application/problem+json"],
    ["default" as never, "GET /plants?color=red", {}, 500, "application/problem+json"],
    [{ status: 418 }, "GET /plants?color=red", {}, 418, "application/problem+json"],
    [
      "example" as never,
      "POST /plants/7/water",
      { body: "liters=1", type: "application/x-www-form-urlencoded" },
      200,
      json,
    ],
    [
      204 as never,
      "POST /plants/7/water",
      { body: "liters=1", type: "application/x-www-form-urlencoded" },
      204,
      null,
    ],
    [404, "HEAD /plants/7", {}, 404, null],
  ])("%j", async (reply, request, sent, status, type) => {
    mock.reply(reply);
    const answer = await send(request, sent);
    expect([answer.status, answer.headers.get("content-type")]).toStrictEqual([status, type]);
    expect(mock.requests[0]?.violations).toStrictEqual([]);
  });
});

test("required headers of an answer are sent, and values of any kind", async () => {
  expect((await send("POST /plants", { body: rose })).headers.get("location")).toBe("/plants/7");
  const page = await send("GET /plants?color=red");
  expect(page.headers.get("x-total")).toBe("2");
  expect(JSON.parse(page.text)).toHaveProperty("next_page"); // which is optional
  expect((await send("PUT /ping", { body: 1 })).text).toBe("null");
  expect((await send("GET /ping", { headers: {} })).text).toBe('"pong"');
  const water = { body: "liters=1", type: "application/x-www-form-urlencoded" };
  expect((await send("POST /plants/7/water", water)).text).toBe("[1.5,2]");
});

test("what is only for requests is in no answer", async () => {
  expect((await send("POST /plants", { body: rose })).text).not.toContain("secret");
});

test("a schema that holds itself is judged also where there is a text beside its `$ref`", async () => {
  await using other = await startGarden((json) => {
    const changed = JSON.parse(json);
    const one = { $ref: "#/components/schemas/Plant", description: "One of them." };
    const left = { $ref: "#/components/schemas/Tree", description: "On the left." };
    const root = { ...left, readOnly: true };
    changed.components.schemas.Tree = {
      type: "object",
      properties: { left, root, size: { type: "integer" } },
    };
    Object.assign(changed.components.schemas.Base.properties, {
      children: { type: "array", items: one },
      left,
    });
    return JSON.stringify(changed);
  });
  const create = async (fields: object) => {
    const body = JSON.stringify({ ...rose, ...fields });
    const headers = { ...bearer, "content-type": json };
    const answer = await other.fetch(`${other.url}/plants`, { method: "POST", headers, body });
    return answer.status;
  };
  expect(await create({ children: [rose], left: { left: { size: 1 } } })).toBe(201);
  expect(await create({ children: [{ ...rose, name: "" }] })).toBe(400);
  expect(await create({ left: { left: { size: "1" } } })).toBe(400);
});

test("required headers of any type are sent, also without an example", async () => {
  await using other = await startGarden((json) => {
    const changed = JSON.parse(json);
    const header = (schema: object) => ({ required: true, schema });
    const list = header({ type: "array", items: { type: "integer", minimum: 3 } });
    const named = header({ type: "array", items: { type: "string" }, examples: [["a", "b"]] });
    const headers = { "x-list": list, "x-named": named, "x-flag": header({ type: "boolean" }) };
    const schema = { allOf: [{ properties: { a: { type: "integer" } } }, { required: ["a"] }] };
    changed.paths["/ping"].get.responses["200"] = { headers, content: { "application/json": { schema } } };
    return JSON.stringify(changed);
  });
  const answer = await other.fetch(`${other.url}/ping`);
  const { headers } = answer;
  expect(await answer.json()).toEqual({ a: 0 }); // of parts without a type
  expect(Object.fromEntries(headers)).toMatchObject({ "x-list": "3", "x-named": "a,b", "x-flag": "true" });
});

test("of several media types, the first of JSON is sent, also where another is application/json", async () => {
  await using other = await startGarden((json) => {
    const changed = JSON.parse(json);
    const content = {
      "text/html": { example: "<p>" },
      "application/hal+json": { examples: { a: { value: { a: 1 } } } },
      "application/json": { examples: { b: { value: { b: 2 } } } },
    };
    changed.paths["/ping"].get.responses["404"] = { description: "No answer.", content };
    return JSON.stringify(changed);
  });
  other.reply(404);
  const answer = await other.fetch(`${other.url}/ping`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/hal+json"]);
  expect(await answer.json()).toEqual({ a: 1 });
});

test("an answer that HTTP cannot carry is a 500, and the mock goes on", async () => {
  await using other = await startGarden((json) => {
    const changed = JSON.parse(json);
    const schema = { type: "string", examples: ["\u4efb"] };
    const problem = changed.components.responses.Problem;
    changed.paths["/ping"].get.responses = { 200: { ...problem, headers: { "x-word": { schema } } } };
    problem.headers = { "x-word": { schema } };
    return JSON.stringify(changed);
  });
  for (let time = 0; time < 2; time++) expect((await fetch(`${other.url}/ping`)).status).toBe(500);
  expect(() => other.done()).toThrow("GET /ping: the mock failed");
});

test("what another API has: verbs and fragments in paths, answers of any type, old patterns, names with spaces", async () => {
  await using other = await startGarden((json) => {
    const changed = JSON.parse(json);
    const { get } = changed.paths["/ping"];
    const media = {
      schema: { type: "string", pattern: "^[\\w\\:]+$" },
      examples: { "a b": { value: "a:b" } },
    };
    const content = { "*/*": media };
    const parameters = [{ name: "x", in: "path", required: true, schema: media.schema }];
    const answers = { ...get, parameters, responses: { 200: { description: "A word.", content } } };
    changed.paths["/pings/{name}"] = {
      get: { ...answers, parameters: [{ ...parameters[0], name: "name" }] },
    };
    changed.paths["/pings/{x}:wake"] = { post: { ...answers, operationId: "wakePing" } };
    changed.paths["/pings/{x}/all#fast"] = { get: { ...answers, operationId: "getPings" } };
    return JSON.stringify(changed);
  });
  const headers = { prefer: 'code=200, example="a b"' };
  for (const request of ["POST /pings/a:wake", "GET /pings/a/all", "GET /pings/a"]) {
    const [method = "", path] = request.split(" ");
    const answer = await other.fetch(`${other.url}${path}`, { method, headers });
    expect([answer.status, answer.headers.get("content-type"), await answer.json()]).toEqual([
      200,
      json,
      "a:b",
    ]);
  }
  expect(other.requests.map(({ params }) => Object.values(params))).toEqual([["a"], ["a"], ["a"]]);
});

const message = 'plant must be >= 1; received "0"';
test.each([
  [
    { error: { code: 400, message: "Bad", status: "INVALID" } },
    { error: { code: 400, message, status: "INVALID" } },
  ],
  [{ error: { message: "Bad", param: "a" } }, { error: { message, param: "plant" } }],
  [{ detail: [{ loc: ["body"], msg: "Bad" }] }, { detail: [{ loc: ["body"], msg: message }] }],
  [
    { errorCode: 7, errorMessage: "Bad" },
    { errorCode: 7, errorMessage: message },
  ],
  [[{ reason: "Bad" }], [{ reason: message }]],
  [{ code: 7 }, { code: 7, detail: message }],
  [
    { error: null, title: "Bad" },
    { error: null, title: message },
  ],
])("a refusal has the form of the documented error: %j", async (value, body) => {
  await using other = await startGarden((json) => {
    const changed = JSON.parse(json);
    changed.components.responses.Problem.content["application/problem+json"] = { example: value };
    return JSON.stringify(changed);
  });
  expect(await (await other.fetch(`${other.url}/plants/0`, { headers: bearer })).json()).toEqual(body);
});

test("alternatives that only a discriminator tells apart are taken", async () => {
  await using other = await startGarden((json) =>
    json.replaceAll(/"const": "(flower|vegetable)"/g, '"minLength": 1').replaceAll('"color"\n', '"name"\n'),
  );
  const headers = { ...bearer, "content-type": json };
  const sent = { method: "POST", headers, body: JSON.stringify(rose) };
  expect((await other.fetch(`${other.url}/plants`, sent)).status).toBe(201);
});

test("a body is judged by the alternative whose kind it names", async () => {
  const headers = { ...bearer, "content-type": json };
  const refused = async (body: object) => {
    const sent = { method: "POST", headers, body: JSON.stringify(body) };
    return (await mock.fetch(`${mock.url}/plants`, sent)).json();
  };
  const { color: _, ...colorless } = rose;
  expect(await refused(colorless)).toMatchObject({ title: "body.color is required; received nothing" });
  expect(await refused({ ...rose, kind: "tree" })).toMatchObject({ title: expect.stringContaining("anyOf") });
});

test("of alternatives, a `const` or the type tells which one is meant, and what is wrong beside them is told as well", () => {
  const kind = (name: string) => ({ properties: { kind: { const: name }, [name]: {} }, required: [name] });
  const anyOf = [{ type: "null" }, kind("a"), kind("b")];
  const schema = { properties: { list: { items: { anyOf, required: ["id"] } } }, required: ["c"] };
  const broken = (...list: unknown[]) => judgeJson({}, schema, { list }).map(({ path }) => path.join("."));
  expect(broken({ kind: "a" }, null)).toStrictEqual([".c", ".list.0.id", ".list.0.a"]);
  const places = broken({ kind: "c", a: 1, b: 1, id: 1 }, { kind: "b", id: 1 });
  expect(places).toStrictEqual([".c", ".list.0", ".list.0.kind", ".list.0.kind", ".list.0", ".list.1.b"]);
  expect(broken({ id: 1 })).toStrictEqual([".c", ".list.0", ".list.0.a", ".list.0.b", ".list.0"]);
  const bundled = { __bundled__: { a: kind("a"), b: kind("b") } };
  const others = ["a", "b"].map((name) => ({ $ref: `#/__bundled__/${name}` }));
  expect(judgeJson(bundled, { oneOf: others }, { kind: "a" })).toMatchObject([{ path: ["", "a"] }]);
});

test("a request that breaks the contract gets a 422 where that is documented", async () => {
  await using other = await startGarden((json) => json.replace('"4XX"', '"422"'));
  const headers = { ...bearer, "content-type": json };
  const sent = { method: "POST", headers, body: "{}" };
  expect((await other.fetch(`${other.url}/plants`, sent)).status).toBe(422);
});

test("a range of statuses in small letters is answered, too", async () => {
  await using other = await startGarden((json) => json.replace('"4XX"', '"4xx"'));
  other.replyTo("createPlant" as never, 404 as never);
  const headers = { ...bearer, "content-type": json };
  const sent = { method: "POST", headers, body: JSON.stringify(rose) };
  expect((await other.fetch(`${other.url}/plants`, sent)).status).toBe(404);
});

test("a schema is written once, however many requests it judges", () => {
  let times = 0;
  const schema = { toJSON: () => ({ type: "integer", minimum: ++times }) };
  for (const value of ["1", "2", "x"])
    expect(judgeText({}, schema, value)).toHaveLength(value === "x" ? 1 : 0);
  expect(times).toBe(1);
});

test("callbacks are not sent", async () => {
  let calls = 0;
  await using hook = await listen((_, response) => response.end(`${++calls}`));
  const other = await startGarden((json) => json.replace("{$request.body#/notify}", hook.url));
  const headers = { ...bearer, "content-type": json };
  const sent = await fetch(`${other.url}/plants`, { method: "POST", headers, body: JSON.stringify(rose) });
  expect(sent.status).toBe(201);
  await other.close();
  expect(calls).toBe(0);
});
