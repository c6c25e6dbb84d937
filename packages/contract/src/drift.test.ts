import type { Operation, Schema } from "@qoder/work-codegen";
import { beforeAll, expect, test } from "vitest";
import { driftOf, scoreOf, suiteOf, survivorsOf, type Verdict } from "../test/drift.ts";
import { type MockOperation, mockOperationsOf } from "../test/mock-server.ts";
import { mutantsOf } from "../test/mutants.ts";
import { tabulate } from "../test/page.ts";
import { api, credentials, judge } from "../test/spec.ts";
import { nullInType } from "./schemas.ts";

let served: Map<Operation, MockOperation>;
let verdicts: Verdict[];

beforeAll(async () => {
  served = await mockOperationsOf(api);
  verdicts = [];
  const known = new Set<Schema>();
  for (const [operation, own] of served) {
    const suite = suiteOf(api, operation);
    verdicts.push(...(await driftOf(suite, mutantsOf(operation, own, suite, known), judge, { credentials })));
  }
});

test("every breaking mutant of the contract is noticed, and no compatible one is called broken", async () => {
  console.table(scoreOf(verdicts));
  await tabulate(
    "drift",
    "Mutants of the contract",
    ["Change", "Where", "Breaking", "Noticed by"],
    verdicts,
    ({ kind, at, breaking, noticedBy }) => [kind, at, breaking ? "yes" : "no", noticedBy ?? ""],
  );
  expect(survivorsOf(verdicts)).toStrictEqual([]);
});

test("there are breaking and compatible mutants of requests, answers and bodies", () => {
  const bodies = new Map<Schema, string>();
  for (const { id, method, responses } of api.operations.toReversed())
    for (const { status, contents } of responses.toReversed())
      if (contents[0] && method !== "head") bodies.set(contents[0].schema, `${id} ${status} /`);
  for (const breaking of [true, false]) {
    const places = verdicts.filter((mutant) => mutant.breaking === breaking).map(({ at }) => at);
    // Some, such as true, can change in no way that is compatible, and alternatives change in none.
    const own = [...bodies].filter(([schema]) => (breaking ? nullInType(schema).type : schema.properties));
    const expected = own.map(([, body]) => expect.stringContaining(body));
    expect(places).toEqual(expect.arrayContaining(expected));
    for (const { id } of api.operations) expect(places).toContain(`${id} parameters`);
  }
});

test.each([...api.operations])("$id: a smaller suite lets mutants pass, by name", async (operation) => {
  const suite = suiteOf(api, operation);
  const mutants = [...mutantsOf(operation, served.get(operation) as MockOperation, suite)];
  // None breaks anything if `default` allows them all.
  const moved = mutants.filter(({ kind, breaking }) => kind === "another status" && breaking).slice(0, 1);
  const [left] = moved.map(({ at }) => Number(at.split(" ")[1]));
  const smaller = suite.filter(({ statuses }) => !statuses.includes(left ?? 0));
  const survivors = survivorsOf(await driftOf(smaller.slice(0, 1), moved, judge));
  expect(survivors).toStrictEqual(moved.map(({ at }) => `another status (${at}) was not noticed`));
});
