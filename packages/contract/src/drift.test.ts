import type { Operation, Schema } from "@qoder/work-codegen";
import { beforeAll, expect, test } from "vitest";
import { driftOf, scoreOf, suiteOf, survivorsOf, type Verdict } from "../test/drift.ts";
import { mockOperationsOf } from "../test/mock-server.ts";
import type { Mutant } from "../test/mutant.ts";
import { mutantsOf } from "../test/mutants.ts";
import { tabulate } from "../test/page.ts";
import { api, credentials, judge } from "../test/spec.ts";
import type { Probe } from "./exchange.ts";
import { nullInType } from "./schemas.ts";

const verdicts: Verdict[] = [];
/** A mutant that answers with another status, if one breaks anything (`default` may allow all), and a probe for another answer. */
type Moved = { smaller: Probe[]; mutants: Mutant[] };
const moved = new Map<Operation, Moved>();

beforeAll(async () => {
  const known = new Set<Schema>();
  for (const [operation, own] of await mockOperationsOf(api)) {
    const suite = suiteOf(api, operation);
    const mutants = [...mutantsOf(operation, own, suite, known)];
    verdicts.push(...(await driftOf(suite, mutants, judge, { credentials })));
    const first = mutants.filter(({ kind, breaking }) => kind === "another status" && breaking).slice(0, 1);
    const [left = 0] = first.map(({ at }) => Number(at.split(" ")[1]));
    const smaller = suite.filter(({ statuses }) => !statuses.includes(left)).slice(0, 1);
    moved.set(operation, { smaller, mutants: first });
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
  const { smaller, mutants } = moved.get(operation) as Moved;
  const survivors = survivorsOf(await driftOf(smaller, mutants, judge));
  expect(survivors).toStrictEqual(mutants.map(({ at }) => `another status (${at}) was not noticed`));
});
