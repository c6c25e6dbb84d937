import { afterAll, beforeAll, expect, test } from "vitest";
import { startGarden } from "../test/garden.ts";
import type { Mock } from "./index.ts";

const size = { type: "object", properties: { width: { type: "integer" }, height: { type: "integer" } } };
const note = { type: "string", examples: ["first", "second"] };
const document = {
  openapi: "3.1.0",
  info: { title: "Notes", version: "1.0.0" },
  paths: {
    "/note": {
      put: {
        operationId: "putNote",
        security: [{ cookie: [] }, { login: [] }, { digest: [] }],
        parameters: [
          { name: "X-Size", in: "header", schema: size },
          { name: "X-Page", in: "header", explode: true, schema: size },
          { name: "X-Tag", in: "header", schema: { type: "string", pattern: "(?i)a" } },
          {
            name: "more",
            in: "query",
            schema: { type: "object", additionalProperties: { type: "integer" } },
          },
        ],
        requestBody: { content: { "text/plain": { schema: { type: "string" } } } },
        responses: {
          "200": { description: "Kept.", content: { "text/plain": { schema: note } } },
          "201": { description: "New.", content: { "text/plain": { schema: note, example: "own" } } },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      cookie: { type: "apiKey", in: "cookie", name: "sid" },
      login: { type: "openIdConnect", openIdConnectUrl: "https://login.example" },
      digest: { type: "http", scheme: "Digest" },
    },
  },
};

let mock: Mock;
beforeAll(async () => {
  mock = await startGarden(() => JSON.stringify(document), { world: true });
});
afterAll(() => mock.close());

async function put(path: string, headers: Record<string, string>) {
  const own = { "content-type": "text/plain", ...headers };
  const response = await mock.fetch(`${mock.url}${path}`, { method: "PUT", headers: own, body: "a note" });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

test.each([
  ["a cookie", { cookie: "sid=1" }],
  ["OpenID Connect", { authorization: "Bearer t" }],
  ["Digest", { authorization: "digest t" }],
])("a text is sent and answered as it is, with %s", async (_, credential) => {
  expect(await put("/note", credential)).toEqual({ status: 200, type: "text/plain", text: "first" });
});

test.each([
  ["example=example_2", 200, "second"], // of the schema
  ["code=201", 201, "own"],
])("Prefer: %s", async (prefer, status, text) => {
  expect(await put("/note", { cookie: "sid=1", prefer })).toMatchObject({ status, text });
});

test("without a documented error, a refusal is a problem of RFC 9457", async () => {
  const { status, type, text } = await put("/note", {});
  expect([status, type]).toEqual([401, "application/problem+json"]);
  expect(JSON.parse(text)).toEqual({
    title: "Unauthorized",
    status: 401,
    detail:
      'the cookie sid must have a key; received none, or the Authorization header must be "Bearer <token>"; received none, or the Authorization header must be "digest <credentials>"; received none',
  });
});

test.each([
  ["/note", { "x-size": "width,1,height,2", "x-page": "width=1,height=2" }, undefined],
  ["/note?some=1", { "x-tag": "b" }, undefined], // JavaScript cannot read the pattern
  ["/note", { "x-size": "width,one" }, 'X-Size.width must be integer; received "width,one"'],
  ["/note", { "x-page": "width=one" }, 'X-Page.width must be integer; received "width=one"'],
  ["/note?some=text", {}, 'more.some must be integer; received {"some":"text"}'],
])("an object in a header or the query is judged by its fields: %s %o", async (path, headers, detail) => {
  const { status, text } = await put(path, { cookie: "sid=1", ...headers });
  expect([status, status === 400 ? JSON.parse(text).detail : undefined]).toEqual([
    detail ? 400 : 200,
    detail,
  ]);
});

test("a world without work items answers with the examples, and takes no item", () => {
  expect(() => mock.add()).toThrow("The spec has no operation getWorkItem");
});
