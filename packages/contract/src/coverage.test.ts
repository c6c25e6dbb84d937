import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@qoder/work-mock";
import { editedCopy } from "@qoder/work-spec/edited-copy.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Contract, type Operation, readContract, sampleOf } from "./contract.ts";
import { type Cell, coverageOf } from "./coverage.ts";
import type { Finding } from "./differences.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";
import { judgeOf } from "./judge.ts";
import { columns, tabulate } from "./page.ts";
import { completeBody, documentedProbes, refusedProbes } from "./probes.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const contract = await readContract(spec);
const [operation] = contract.operations as [Operation];
const unexercised = (cells: Cell[]) =>
  cells.filter(({ cases }) => cases.length === 0).map(({ part, at, rule }) => `${part} ${at} ${rule}`);

let mock: Mock;
let exchanges: Exchange[];
let findings: (Finding & { name: string })[];

beforeAll(async () => {
  mock = await startMock({ spec });
  exchanges = await exchangesOf(contract, mock.url);
  const judge = await judgeOf(contract);
  const found = exchanges.map(async (exchange) =>
    (await judge(exchange)).map((finding) => ({ name: exchange.probe.name, ...finding })),
  );
  findings = (await Promise.all(found)).flat();
});
afterAll(() => mock.close());

/** Every case of the suite: against the mock, and with a body that has every optional field. */
async function exchangesOf({ operations }: Contract, url: string): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  // One operation at a time: with many of them at once, a call would pass its deadline.
  for (const operation of operations) {
    const cases = [
      ...[...documentedProbes(operation), ...refusedProbes(operation)].map((probe) =>
        exchangeOf(probe, url, "pt-contract", fetch),
      ),
      ...operation.answers.map((answer) => {
        const { status } = answer;
        const probe = {
          operation,
          name: `${status} with every field`,
          params: sampleOf(operation),
          statuses: [status],
        };
        const body = completeBody(answer);
        const headers = { "x-request-id": String(body["request_id"]) };
        return exchangeOf({ ...probe, headers }, url, "pt-contract", async () =>
          Response.json(body, { status }),
        );
      }),
    ];
    exchanges.push(...(await Promise.all(cases)));
  }
  return exchanges;
}

test("Prism finds every request of the client and every answer valid, and the client says what the answer says", () => {
  expect(findings).toStrictEqual([]);
});

test("every cell of the contract is exercised", async () => {
  const cells = coverageOf(contract.operations, exchanges);
  const parts = Map.groupBy(cells, ({ operation, part }) => `${operation}, ${part}`);
  const rows = [...parts].map(([part, own]) => [
    part,
    String(own.length),
    String(own.filter(({ cases }) => cases.length > 0).length),
  ]);
  console.log(columns([["Part of the contract", "Cells", "Exercised"], ...rows]));
  await tabulate(
    "coverage",
    "Coverage of the contract",
    ["Part", "Where", "Rule", "Exercised by"],
    cells.map(({ operation, part, at, rule, cases }) => [
      `${operation}, ${part}`,
      at,
      rule,
      cases.join(", "),
    ]),
  );
  const exercised = cells.length - unexercised(cells).length;
  await writeFile(
    new URL("../test-output/coverage.json", import.meta.url),
    JSON.stringify({ cells: cells.length, exercised }),
  );
  expect(unexercised(cells)).toStrictEqual([]);
});

test("a cell that no case exercises is named", () => {
  const fewer = (left: (name: string) => boolean) =>
    unexercised(
      coverageOf(
        [operation],
        exchanges.filter(({ probe }) => left(probe.name)),
      ),
    );
  expect(fewer(() => true)).toStrictEqual([]);
  expect(fewer((name) => name !== "200 stopped")).toEqual(
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
      text.replace("  - stopped\n", "  - stopped\n  - paused\n"),
  });
  const edited = await readContract(copy.file);
  const first = { ...edited, operations: edited.operations.slice(0, 1) };
  const cells = coverageOf(first.operations, await exchangesOf(first, mock.url));
  expect(unexercised(cells)).toStrictEqual(['200 application/json /state enum "paused"']);
});
