import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelOf } from "@qoder/work-codegen/test/model.ts";
import { parseYaml } from "@qoder/work-codegen/test/yaml.ts";
import { type Mock, startMock } from "@qoder/work-mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellsOf, shared } from "../test/coverage.ts";
import { driftOf, scoreOf, suiteOf, survivorsOf } from "../test/drift.ts";
import { madeClient } from "../test/made-client.ts";
import { mockOperationsOf, withFile } from "../test/mock-server.ts";
import { mutantsOf } from "../test/mutants.ts";
import { exchangesOf } from "../test/suite.ts";
import type { Exchange, Target } from "./exchange.ts";
import { judgeOf } from "./judge.ts";

// Another API, with every construct of a JSON API, and an object that only one of the examples has.
const file = fileURLToPath(import.meta.resolve("@qoder/work-codegen/test/garden.yaml"));
// biome-ignore lint/suspicious/noExplicitAny: any document
const garden = parseYaml(readFileSync(file, "utf8")) as any;
const { paths, components } = garden;
const text = { type: "string" };
components.schemas.Entry.properties.keeper = { type: "object", properties: { name: text } };
paths["/beds/{bed}/{day}/{color}/{owner}"].get.responses[200].content["application/json"].examples = {
  kept: { value: { text: "Dug over", keeper: { name: "Ada" } } },
  alone: { value: { text: "Dug over" } },
};
const api = modelOf(garden);
const judge = judgeOf(api);
const target: Target = {
  baseUrl: "",
  token: "garden-token",
  credentials: { Basic: { username: "ada", password: "a:b" }, Key: "garden-key", Query: "garden-key" },
  send: fetch,
};
const exchanges = new Map<string, Exchange[]>();
let mock: Mock;

beforeAll(async () => {
  mock = await withFile(api, (spec) => startMock({ spec }));
  target.baseUrl = mock.url;
  target.create = await madeClient(api);
});
afterAll(() => mock.close());

test.each([...api.operations])("$id keeps the contract", async (operation) => {
  const own = await exchangesOf(api, operation, target);
  exchanges.set(operation.id, own);
  expect(own.flatMap(judge)).toStrictEqual([]);
  const shown = own.map(({ request, response }) => JSON.stringify({ request, response }));
  expect(shown.join("\n")).not.toContain(target.token);
});

test("every cell is exercised", () => {
  const cells = shared(api.operations.flatMap((one) => cellsOf(one, exchanges.get(one.id) ?? [])));
  const others = cells.filter(({ cases }) => cases.length === 0);
  const names = others.map(({ operation, part, at, rule }) => `${operation} ${part} ${at} ${rule}`);
  // The document has no example of it.
  const unshown = /\/type enum "cold"$/;
  expect(names.filter((name) => !unshown.test(name))).toStrictEqual([]);
  expect(names.some((name) => unshown.test(name))).toBe(true);
});

test("every breaking mutant is noticed, and no compatible one is called broken", async () => {
  const verdicts = [];
  for (const [operation, served] of await mockOperationsOf(api)) {
    const suite = suiteOf(api, operation);
    // Other bodies of answers change in `drift.test.ts`.
    const mutants = [...mutantsOf(operation, served, suite)].filter(({ at }) =>
      /keeper|clearBed|^(?!.* \w+ \/)/.test(at),
    );
    verdicts.push(...(await driftOf(suite, mutants, judge, target)));
  }
  console.table(scoreOf(verdicts));
  expect(survivorsOf(verdicts)).toStrictEqual([]);
  // A value breaks one rule alone where that can be.
  const wider = verdicts.filter(({ at }) => at.startsWith("getRows x-since "));
  expect(wider.map(({ at }) => at.replace(/.* /, ""))).toStrictEqual(["format", "pattern"]);
});
