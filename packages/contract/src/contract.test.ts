import { fileURLToPath } from "node:url";
import { createClient, type WorkClient, WorkError } from "@qoder/work-client";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Case, casesOf } from "./cases.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const cases = await casesOf(spec);

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ spec });
});
afterAll(() => mock.close());

/** A client whose every request Prism must find valid. */
function strictClient(url: string): WorkClient {
  return createClient({
    baseUrl: url,
    token: "pt-contract",
    retries: 0,
    fetch: async (request) => {
      const response = await fetch(request);
      expect(response.headers.get("sl-violations"), "Prism's objections to the request").toBe(null);
      return response;
    },
  });
}

async function call(url: string, { operation, params, status, example }: Case): Promise<unknown> {
  const method = strictClient(url)[operation as "getWorkItem"] as (...args: unknown[]) => Promise<unknown>;
  return method(params, { headers: { prefer: `code=${status}, example=${example}` } });
}

describe.each(cases)("$operation, $status, $example", (answer) => {
  test("the client returns or throws the documented example", async () => {
    if (answer.status < 300) {
      expect(await call(mock.url, answer)).toStrictEqual(answer.body);
      return;
    }
    const error = await call(mock.url, answer).catch((reason: unknown) => reason);
    const { request_id, error: detail } = answer.body as {
      request_id: string;
      error: Record<string, string>;
    };
    expect(error).toBeInstanceOf(WorkError);
    expect(error).toMatchObject({
      kind: "api",
      status: answer.status,
      request_id,
      body: answer.body,
      type: detail["type"],
    });
    expect((error as WorkError).param).toBe(detail["param"]);
    expect((error as WorkError).message).toContain(detail["message"]);
  });
});

const operations = cases.filter(
  ({ operation }, at) => cases.findIndex((one) => one.operation === operation) === at,
);

describe.each(operations)("$operation, requests that break the contract", (answer) => {
  /** Past the client's guard: what the mock answers to a request as it is. */
  async function raw(params: Record<string, unknown>, headers: Record<string, string>) {
    const path = answer.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
      encodeURIComponent(String(params[name])),
    );
    const response = await fetch(mock.url + path, { method: answer.method, headers });
    return { status: response.status, body: await response.json() };
  }
  /** The documented envelope, with a message of its own and the parameter at fault, if any. */
  const documented = (status: number, param?: string) => {
    const first = cases.find((one) => one.operation === answer.operation && one.status === status);
    const { type } = Object(first?.body["error"]);
    const error = { type, message: expect.any(String), ...(param && { param }) };
    return { status, body: { ...first?.body, request_id: expect.any(String), error } };
  };

  test.each([
    ["no credentials", {}],
    ["an empty header", { authorization: "" }],
    ["a scheme without a token", { authorization: "Bearer" }],
    ["a wrong scheme", { authorization: "Basic cHQtY29udHJhY3Q=" }],
    ["another header", { "x-api-key": "pt-contract" }],
  ])("%s gets the documented 401", async (_, headers: Record<string, string>) => {
    expect(await raw(answer.params, headers)).toStrictEqual(documented(401));
  });

  const withPattern = answer.parameters.filter(({ schema }) => schema.pattern);
  test.each(withPattern.map(({ name }) => name))(
    "a %s that breaks its pattern gets the documented 400",
    async (name) => {
      const params = { ...answer.params, [name]: "poll" };
      expect(await raw(params, { authorization: "Bearer pt-contract" })).toStrictEqual(documented(400, name));
    },
  );
});

test("every method of the client has cases", () => {
  const { http, ...methods } = createClient();
  expect(operations.map(({ operation }) => operation)).toStrictEqual(Object.keys(methods));
});
