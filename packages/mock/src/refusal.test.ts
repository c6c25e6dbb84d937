import { once } from "node:events";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { authorized, withToken } from "@qoder/work-codegen/test/authorized.ts";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { parseYaml } from "@qoder/work-codegen/test/yaml.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { responseOf } from "./documented.ts";
import { type Mock, startMock } from "./index.ts";
import { load } from "./prism.ts";
import { judgeJson, sentenceOf } from "./schemas.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const template = "/api/v1/cloud/environments/{environment_id}/work/{work_id}";
const { operations } = await load(spec);
const methods = operations.filter(({ path }) => path === template).map(({ method }) => method.toUpperCase());
const paths = [...new Set(operations.map(({ path }) => path))].join(", ");
const operation = operations.find(({ iid }) => iid === "getWorkItem");
const responses = operation?.responses ?? [];
const statuses = responses.map(({ code }) => code).join(", ");
const examplesOf = (status: string) =>
  responses
    .filter(({ code }) => code === status)
    .flatMap(({ contents = [] }) => contents.flatMap(({ examples = [] }) => examples.map(({ key }) => key)))
    .join(", ");
const item = "/api/v1/cloud/environments/env_1/work/work_1";
const token = authorized("secret-token");
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ spec });
});
afterAll(() => mock.close());

async function ask(path: string, more: Record<string, string> = {}, method = "GET", isKnown = true) {
  const url = isKnown ? withToken(mock.url + path, "secret-token") : mock.url + path;
  const response = await fetch(url, { method, headers: { ...(isKnown && token), ...more } });
  const text = await response.text();
  expect(text).not.toContain("secret-token");
  expect(response.headers.get("content-type")).toBe("application/json");
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

const askUnknown = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  ask(path, headers, method, false);

interface Fields {
  required: string[];
  properties: Record<string, Fields>;
}
const [content] = responses.find(({ code }) => code === "400")?.contents ?? [];
const { required = [], properties = {} } = (content?.schema as Fields | undefined)?.properties["error"] ?? {};

/** The whole envelope: what the spec demands and `param`, and nothing more. */
const envelope = (type: string, message: unknown, param?: string) => ({
  type: "error",
  request_id: expect.stringMatching(uuid),
  error: {
    ...Object.fromEntries(required.map((name) => [name, expect.anything()])),
    ...{ type, message },
    ...(param && properties["param"] && { param }),
  },
});

/** The first operation that is refused without credentials. */
const guarded = operations.find(
  ({ security = [] }) => security.length > 0 && security.every((schemes) => schemes.length > 0),
);
const method = guarded?.method.toUpperCase();
const pathOf = (environment: string, work: string) =>
  guarded?.path.replace("{environment_id}", environment).replace("{work_id}", work) ?? "";
const noCredentials = envelope("authentication_error", expect.stringMatching(/^the \w+ .+; received none$/));
test.runIf(guarded)(
  "a request without credentials, also with them elsewhere, gets a 401 that says so",
  async () => {
    for (const headers of [{}, { "x-token": "secret-token" }])
      expect(await askUnknown(pathOf("env_1", "work_1"), headers, method)).toMatchObject({
        status: 401,
        body: noCredentials,
      });
  },
);

test.each([
  ["job_1", 'work_id must match pattern "^work_"; received "job_1"'],
  ["a%2Fb", 'work_id must match pattern "^work_"; received "a/b"'],
  ["", 'work_id is required; received ""'],
])("the id %j gets a 400 that names the rule and the value", async (id, message) => {
  const { status, body } = await ask(item.replace("work_1", id));
  expect(status).toBe(400);
  expect(body).toStrictEqual(envelope("invalid_request_error", message, "work_id"));
});

test("every breach is named; without credentials, only they are", async () => {
  const path = "/api/v1/cloud/environments/x/work/y";
  const message = expect.stringMatching(/^environment_id .+ "x"; work_id .+ "y"$/);
  expect((await ask(path)).body).toStrictEqual(envelope("invalid_request_error", message, "environment_id"));
  if (guarded) expect((await askUnknown(pathOf("x", "y"), {}, method)).body).toStrictEqual(noCredentials);
});

test("an unknown path gets a 404 that names the paths", async () => {
  const { status, body } = await askUnknown("/nothing");
  expect(status).toBe(404);
  expect(body).toStrictEqual(envelope("not_found_error", `the spec has no path /nothing, only ${paths}`));
});

const others = ["POST", "OPTIONS", "HEAD"].filter((method) => !methods.includes(method));
test.each(others)("%s gets a 405 that names the methods", async (method) => {
  const { status, headers, body } = await ask(item, {}, method);
  expect(status).toBe(405);
  expect(headers.get("allow")).toBe(methods.join(", "));
  const message = `the spec has no ${method} ${template}, only ${methods.join(", ")}`;
  expect(body).toStrictEqual(method === "HEAD" ? undefined : envelope("invalid_request_error", message));
});

test.each([
  "text/html",
  "foo",
  "application/json;q=0",
  "application/json; q=0.000, text/*",
  "application/json;q=0, */*",
])("Accept: %s gets a 406", async (accept) => {
  const { status, body } = await ask(item, { accept });
  expect(status).toBe(406);
  const message = `Accept must allow application/json; received "${accept}"`;
  // A range or `default` would have a type of its own.
  const type = responses.some(({ code }) => /^(4xx|default)$/i.test(code))
    ? body.error.type
    : "invalid_request_error";
  expect(body).toStrictEqual(envelope(type, message));
});

test.each([
  "",
  "*/*",
  "Application/*",
  "text/html, application/json;q=0.5",
  "application/json; charset=utf-8",
])("Accept: %s gets JSON", async (accept) => {
  expect((await ask(item, { accept })).status).toBe(200);
});

test.each([
  ...["xyz", "99", "418"]
    .filter((code) => !operation || !responseOf(operation, code))
    .map((code) => [`code=${code}`, `getWorkItem documents no status ${code}, only ${statuses}`]),
  ["code=404, example=active", `getWorkItem documents no example of 404 "active", only ${examplesOf("404")}`],
])("Prefer: %s gets a 400 that names what is documented", async (prefer, message) => {
  const { status, body } = await ask(item, { prefer });
  expect(status).toBe(400);
  expect(body).toStrictEqual(envelope("invalid_request_error", `Prefer: ${message}`));
});

test("request_id echoes x-request-id", async () => {
  for (const path of ["/nothing", item.replace("work_1", "job_1")]) {
    expect((await askUnknown(path, { "x-request-id": "mine" })).body.request_id).toBe("mine");
  }
});

test("a page of another origin may send a token and a Prefer header, and read every header", async () => {
  const preflight = await fetch(mock.url + item, {
    method: "OPTIONS",
    headers: {
      origin: "http://127.0.0.1:1",
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization,prefer",
    },
  });
  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET",
    "access-control-allow-headers": "authorization,prefer",
  });
  const { headers } = await ask("/nothing");
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("access-control-expose-headers")).toBe("*");
});

test("a large body where none is documented gets the documented 400", async () => {
  const sent = request(withToken(mock.url + item, "x"), {
    headers: { ...token, "content-length": 5_000_000 },
  });
  sent.end(Buffer.alloc(5_000_000));
  const [response] = await once(sent, "response");
  response.resume();
  expect(response.statusCode).toBe(400);
});

test("a refusal has what the spec demands of an error, and no `param` that it does not document", async () => {
  await using copy = await editedCopy({
    "components/schemas/InvalidRequestError.yaml": (text) =>
      text
        .replace("  - request_id\n", "")
        .replace(/ {6}param:\n.*\n/, "")
        .replace(/(?<=error:[\s\S]*required:\n)/, "      - code\n"),
    "components/examples/EnvironmentNotSelfHosted.yaml": (text) =>
      text
        .replace(/ {4}param:.*\n/, "")
        .replace("  error:\n", "  hint: Look.\n  error:\n    code: 7\n    hint: Look.\n"),
  });
  await using other = await startMock({ spec: copy.file });
  const response = await fetch(withToken(other.url + item.replace("work_1", "x"), "x"), { headers: token });
  const { error, ...others } = (await response.json()) as { error: object };
  expect(others).toStrictEqual({ type: "error", request_id: response.headers.get("x-request-id") });
  expect(error).toMatchObject({ code: 7, message: expect.stringContaining("work_id must match") });
  expect(error).not.toHaveProperty("param");
  expect(error).not.toHaveProperty("hint");
});

describe("a changed spec", () => {
  test("changes the refusals: rules, parameters and types", async () => {
    await using copy = await editedCopy({
      "components/schemas/InvalidRequestError.yaml": (text) =>
        text.replaceAll("invalid_request_error", "bad_request"),
      "components/examples/EnvironmentNotSelfHosted.yaml": (text) =>
        text.replace("invalid_request_error", "bad_request"),
      "components/schemas/WorkItemId.yaml": (text) => text.replaceAll("work_", "job_\u4efb"),
      "paths/api_v1_cloud_environments_{environment_id}_work_{work_id}.yaml": (text) => {
        const file = parseYaml(text) as { get: { parameters?: object[] } };
        const schema = { type: "integer", minimum: 1 };
        const more = { name: "maxItems", in: "query", required: true, schema };
        file.get.parameters = [...(file.get.parameters ?? []), more];
        return JSON.stringify(file);
      },
    });
    const other = await startMock({ spec: copy.file });
    const path = "/api/v1/cloud/environments/env_1/work/";
    const answer = async (id: string) => {
      const response = await fetch(withToken(other.url + path + id, "x"), { headers: token });
      return { status: response.status, body: (await response.json()) as object };
    };
    expect((await answer("work_1?maxItems=0")).body).toStrictEqual(
      envelope(
        "bad_request",
        'maxItems must be >= 1; received "0"; work_id must match pattern "^job_\u4efb"; received "work_1"',
        "maxItems",
      ),
    );
    expect((await answer("job_\u4efb")).body).toStrictEqual(
      envelope("bad_request", "maxItems is required; received nothing", "maxItems"),
    );
    expect((await answer("job_\u4efb?maxItems=2")).status).toBe(200);
    await other.close();
  });
});

test("null is named among the allowed values", () => {
  const [breach] = judgeJson({}, { enum: ["a", null] }, 5, "size");
  expect(breach && sentenceOf(breach)).toBe(
    "size must be equal to one of the allowed values: a, null; received 5",
  );
});

test("a body that is nested too deeply is refused, and no failure of the mock", async () => {
  const body = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const headers = { ...token, "content-type": "application/json" };
  const response = await fetch(withToken(mock.url + item, "x"), { method: "POST", headers, body });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("body must be JSON");
});
