import { mkdir, writeFile } from "node:fs/promises";
import { createClient, WorkError } from "@qoder/work-client";
import { type Operation, responseOf } from "@qoder/work-codegen";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cell } from "../test/cell.ts";
import { cellsOf, shared } from "../test/coverage.ts";
import { withFile } from "../test/mock-server.ts";
import { tabulate } from "../test/page.ts";
import { api, credentials, judge } from "../test/spec.ts";
import { exchangesOf, isShown } from "../test/suite.ts";
import type { Exchange, Target } from "./exchange.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await withFile(api, (spec) => startMock({ spec }));
  target.baseUrl = mock.url;
});
afterAll(() => mock.close());

const target: Target = { baseUrl: "", token: "pt-contract", credentials, send: fetch };

/** Cells of the operations, which their tests add. */
const cells: Cell[] = [];

describe("the client against the mock", () => {
  test.each([...api.operations])("$id", async (operation) => {
    mock.reset();
    const exchanges = await exchangesOf(api, operation, target);
    // The mock has no objection to a request that is right.
    const right = mock.requests.filter(({ headers }) => headers["prefer"]);
    expect(right.flatMap(({ violations }) => violations)).toStrictEqual([]);
    const findings = exchanges.map((exchange) => [exchange.probe.name, judge(exchange)]);
    expect(findings.filter(([, found]) => found?.length)).toStrictEqual([]);
    for (const exchange of exchanges) {
      const { alter, breaks } = exchange.probe;
      if (alter || breaks) checkRefused(operation, exchange);
      else if (isShown(exchange.probe)) checkAnswered(operation, exchange);
    }
    cells.push(...cellsOf(operation, exchanges));
  });
});

const exampleOf = (operation: Operation, status: number | undefined, name?: string) => {
  const examples = responseOf(operation, status ?? 0)?.contents[0]?.examples ?? {};
  return (name === undefined ? Object.values(examples)[0] : examples[name])?.value;
};

/** The client returns or throws the documented example. */
function checkAnswered(
  operation: Operation,
  { probe, response, client = { status: "fulfilled", value: undefined } }: Exchange,
) {
  const [, name] = / (.*)/s.exec(probe.name) ?? []; // which may have spaces
  const body = exampleOf(operation, response?.status, name);
  if (client.status === "fulfilled") return expect(client.value).toEqual(body); // with any names of fields
  const { reason: thrown } = client;
  expect(thrown).toBeInstanceOf(WorkError);
  if (body === undefined || operation.method === "head")
    return expect(thrown).toMatchObject({ status: response?.status });
  expect(thrown).toMatchObject({ kind: "api", status: response?.status, body });
  const { request_id, error } = body as { request_id: string; error?: Record<string, string> };
  if (!error) return; // it is no envelope
  const { type, message, param } = error;
  expect(thrown).toMatchObject({ request_id, type, param });
  expect((thrown as WorkError).message).toContain(message);
}

/** The mock answers with the documented error, with a message of its own and the parameter or field at fault, if any. */
function checkRefused(operation: Operation, { probe, response }: Exchange) {
  if (operation.method === "head") return expect(response?.text).toBe("");
  const documented = exampleOf(operation, response?.status) as { error: Record<string, unknown> };
  const { schema } = responseOf(operation, response?.status ?? 0)?.contents[0] ?? {};
  const { required = [], properties = {} } = schema?.properties?.["error"] ?? {};
  const { param: place = "" } = probe.breaks ?? {};
  const body = JSON.parse(response?.text ?? "");
  const isAnyWrong = /^body/.test(place) && / must match .* in (any|one)Of; /.test(body.error.message);
  const param = operation.parameters.find(({ name }) => `${place}.`.startsWith(`${name}.`))?.name ?? place;
  const error = {
    ...Object.fromEntries(required.map((name) => [name, documented.error[name]])),
    message: expect.any(String),
    // Where no alternative fits, each of them is at fault.
    ...(param && properties["param"] && { param: isAnyWrong ? expect.stringMatching(/^body/) : param }),
  };
  expect(body).toStrictEqual({
    ...documented,
    request_id: expect.any(String),
    error,
  });
}

test("every cell of the contract is exercised", async () => {
  const all = shared(cells);
  const exercised = all.filter(({ cases }) => cases.length > 0);
  const parts = Map.groupBy(all, ({ operation, part }) => `${operation}, ${part}`);
  const rows = [...parts].map(([part, own]) => [
    part,
    { cells: own.length, exercised: own.filter(({ cases }) => cases.length > 0).length },
  ]);
  console.table(Object.fromEntries(rows));
  await tabulate(
    "coverage",
    "Coverage of the contract",
    ["Part", "Where", "Rule", "Exercised by"],
    all,
    ({ operation, part, at, rule, cases }) => [`${operation}, ${part}`, at, rule, cases.join(", ")],
  );
  const folder = new URL("../test-output/", import.meta.url);
  await mkdir(folder, { recursive: true });
  const counts = { cells: all.length, exercised: exercised.length };
  await writeFile(new URL("coverage.json", folder), JSON.stringify(counts));
  const others = all.filter(({ cases }) => cases.length === 0);
  expect(others.map(({ operation, part, at, rule }) => `${operation} ${part} ${at} ${rule}`)).toStrictEqual(
    [],
  );
});

test("every method of the client has cases", () => {
  const { http, ...methods } = createClient();
  expect(api.operations.map(({ id }) => id).toSorted()).toStrictEqual(Object.keys(methods).toSorted());
});
