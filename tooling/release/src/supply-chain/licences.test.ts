import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { published } from "../packed/published.ts";
import { type Bom, licenceProblems, writeBoms } from "./licences.ts";

let folder: string;
let boms: Bom[];
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/licences-`);
  boms = writeBoms(folder);
});
afterAll(() => rm(folder, { recursive: true }));

test("a bill of materials has what a package brings along at run time, with checksums", () => {
  const client = boms.find(({ metadata }) =>
    metadata.component.purl.startsWith("pkg:npm/%40qoder/work-client@"),
  );
  expect(boms).toHaveLength(published.length);
  expect(client?.components.map(({ purl }) => purl.replace(/@.*/, ""))).toStrictEqual([
    "pkg:npm/openapi-fetch",
    "pkg:npm/openapi-typescript-helpers",
  ]);
  expect(JSON.stringify(client)).toMatch(/"alg":"SHA-512","content":"[0-9a-f]{128}"/);
});

test("what published packages bring along has licences that allow it", () => {
  expect(licenceProblems(boms)).toStrictEqual([]);
});

test.each([
  [{ license: { id: "GPL-3.0-only" } }, "the licence GPL-3.0-only"],
  [{ license: { name: "Custom" } }, "the licence Custom"],
  [{ expression: "MIT OR GPL-3.0-only" }, "the licence MIT OR GPL-3.0-only"],
  [undefined, "no licence that it names"],
])("%j is a problem", (licence, problem) => {
  const planted = { purl: "pkg:npm/a@1.0.0", ...(licence && { licenses: [licence] }) };
  const bom = { metadata: { component: { purl: "pkg:npm/ours@1.0.0" } }, components: [planted] };
  expect(licenceProblems([...boms, bom])).toStrictEqual([
    `pkg:npm/ours@1.0.0 depends on pkg:npm/a@1.0.0, which has ${problem}. Replace it, or add it to the exceptions in tooling/release/src/supply-chain/licences.ts with a reason.`,
  ]);
});

test("an exception that nothing needs is a problem", () => {
  expect(licenceProblems([])).toContain(
    "Nothing needs the exception for pkg:npm/compute-gcd@1.2.1. Remove it.",
  );
});
