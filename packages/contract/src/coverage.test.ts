import { type Operation, readApi } from "@qoder/work-codegen";
import { hasToken } from "@qoder/work-codegen/test/authorized.ts";
import { editedCopy } from "@qoder/work-codegen/test/spec-copy.ts";
import { beforeAll, expect, test } from "vitest";
import type { Cell } from "../test/cell.ts";
import { cellsOf, shared } from "../test/coverage.ts";
import { api, workItem } from "../test/spec.ts";
import { type Answer, answersOf, everyField, exchangesOf, probeOf, sent } from "../test/suite.ts";
import type { Exchange, Send } from "./exchange.ts";

const unexercised = (cells: Cell[]) =>
  shared(cells)
    .filter(({ cases }) => cases.length === 0)
    .map(({ part, at, rule }) => `${part} ${at} ${rule}`);

/** Every case of an operation, with a server that has all documented answers. */
function exchangesWith(operation: Operation): Promise<Exchange[]> {
  const token = "pt-contract";
  const answers = answersOf(operation);
  const send: Send = async (request) => {
    const refused = hasToken(request, token) ? 400 : 401;
    const preferred = request.headers.get("prefer");
    return sent(
      answers.find((one) => probeOf(operation, one).headers?.["prefer"] === preferred) ??
        (answers.find((one) => one.status === refused) as Answer),
    );
  };
  return exchangesOf(api, operation, { baseUrl: "http://127.0.0.1", token, send });
}

let exchanges: Exchange[];
beforeAll(async () => {
  exchanges = await exchangesWith(workItem);
});

test("a cell that no case exercises is named", () => {
  const fewer = (left: (name: string) => boolean) =>
    unexercised(
      cellsOf(
        workItem,
        exchanges.filter(({ probe }) => left(probe.name)),
      ),
    );
  expect(fewer(() => true)).toStrictEqual([]);
  expect(fewer((name) => name !== "200 stopped" && !name.endsWith(everyField))).toEqual(
    expect.arrayContaining([
      "200 application/json  example stopped",
      '200 application/json /state enum "stopped"',
      "200 application/json /stopped_at type string",
    ]),
  );
  expect(fewer((name) => !name.endsWith("work_id"))).toStrictEqual([
    "request work_id pattern ^work_, broken",
  ]);
  expect(fewer((name) => !name.startsWith("401 ")).length).toBeGreaterThan(0);
});

test("a new state without an example is a cell that no case exercises", async () => {
  await using copy = await editedCopy({
    "components/schemas/WorkItemState.yaml": (text) =>
      text.replace("  - stopped\n", "  - stopped\n  - case_paused\n"),
  });
  const edited = await readApi(copy.file, { rules: "generator" });
  const operation = edited.operations.find(({ id }) => id === workItem.id) as Operation;
  const cells = cellsOf(operation, await exchangesWith(operation));
  const places = unexercised(cells).map((cell) => cell.replace(/ \/\S*state /, " /state ")); // also of an item in an item
  expect([...new Set(places)]).toStrictEqual(['200 application/json /state enum "case_paused"']);
});

test("a body without a field, or without a label, exercises nothing of it", () => {
  const [exchange] = exchanges.filter(({ response }) => response?.status === 200) as [Exchange];
  const { started_at: _, ...body } = JSON.parse(exchange.response?.text ?? "");
  const response = { status: 200, headers: {}, text: JSON.stringify({ ...body, metadata: {} }) };
  const cells = cellsOf(workItem, [{ ...exchange, response }]);
  const exercised = cells.filter(({ cases }) => cases.length > 0).map(({ at, rule }) => `${at} ${rule}`);
  expect(exercised).toContain(" required created_at");
  expect(exercised).not.toContain(" required started_at");
  expect(exercised).toContain("/metadata type object");
  expect(exercised).not.toContain("/metadata additionalProperties");
  expect(exercised).not.toContain("/metadata propertyNames");
});

test("a rule of a schema is exercised by another operation that has the schema", () => {
  const schema = { type: "string" };
  const cell = { part: "200 application/json", at: "/a", rule: "type string", schema };
  const cells = [
    { ...cell, operation: "one", cases: [] },
    { ...cell, operation: "other", cases: ["200 example"] },
    { ...cell, operation: "third", schema: { ...schema }, cases: [] },
  ];
  expect(shared(cells).map(({ cases }) => cases)).toStrictEqual([["other 200 example"], ["200 example"], []]);
});
