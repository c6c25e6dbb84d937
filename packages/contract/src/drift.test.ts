import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { readContract } from "./contract.ts";
import { driftOf, scoreOf, survivorsOf, type Verdict } from "./drift.ts";
import { mutantsOf } from "./mutants.ts";
import { columns, tabulate } from "./page.ts";
import { documentedProbes, refusedProbes } from "./probes.ts";

const contract = await readContract(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
const suite = contract.operations.flatMap((operation) => [
  ...documentedProbes(operation),
  ...refusedProbes(operation),
]);
let verdicts: Verdict[];

beforeAll(async () => {
  verdicts = await driftOf(contract, suite);
}, 60_000);

test("every breaking mutant of the contract is noticed, and no compatible one is called broken", async () => {
  const head = ["Change", "Mutants", "Breaking", "Called broken"];
  const score = scoreOf(verdicts);
  console.log(columns([head, ...score]));
  await tabulate(
    "drift",
    "Mutants of the contract",
    ["Change", "Where", "Breaking", "Noticed by"],
    verdicts.map(({ kind, at, breaking, noticedBy }) => [kind, at, breaking ? "yes" : "no", noticedBy ?? ""]),
  );
  expect(survivorsOf(verdicts)).toStrictEqual([]);
});

test("there are breaking and compatible mutants of requests, answers and bodies", () => {
  const [id] = contract.operations.map((operation) => operation.id);
  for (const breaking of [true, false]) {
    const places = verdicts.filter((mutant) => mutant.breaking === breaking).map(({ at }) => at);
    expect(places).toEqual(expect.arrayContaining([`${id} parameters`, `${id} 200 /state`, `${id} 404 /`]));
  }
});

test("a smaller suite lets mutants pass, by name", async () => {
  const [first] = contract.operations;
  const [, ...others] = suite.filter(
    ({ operation, statuses }) => operation === first && !statuses.includes(404),
  );
  const mutants = [...mutantsOf(contract.document)].filter(({ kind }) => kind === "another status");
  const survivors = survivorsOf(await driftOf(contract, others.slice(0, 1), mutants));
  expect(survivors).toContainEqual(expect.stringMatching(/^another status \(\w+ 404\) was not noticed$/));
}, 60_000);
