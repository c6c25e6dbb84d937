// What a published package brings along at run time has a licence that allows it.
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { published, root } from "./published.ts";

/** The part of a CycloneDX document that says which licences its packages have. */
interface Bom {
  metadata: { component: { purl: string } };
  components: {
    purl: string;
    licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
  }[];
}

/** Licences that ask for a notice at most, by their SPDX name. */
const allowed = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

/** Packages that published ones bring along or have inside without a licence that allows it. */
function licenceProblems(boms: Bom[]): string[] {
  return boms.flatMap(({ metadata, components }) =>
    components.flatMap(({ purl, licenses = [] }) => {
      const names = licenses.map(
        ({ license, expression }) => license?.id ?? license?.name ?? `${expression}`,
      );
      if (names.length > 0 && names.every((name) => allowed.has(name))) return [];
      const licence = names.length > 0 ? `the licence ${names.join(", ")}` : "no licence that it names";
      return `${metadata.component.purl} depends on ${purl}, which has ${licence}. Replace it.`;
    }),
  );
}

let folder: string;
let boms: Bom[];
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/licences-`);
  const command = manifest.scripts["release:bom"].replaceAll("sbom/", `${folder}/`);
  execFileSync("sh", ["-c", command], { cwd: root, stdio: "pipe" });
  const files = globSync(`${folder}/*.cdx.json`);
  boms = files.map((file) => JSON.parse(readFileSync(file, "utf8")));
});
afterAll(() => rm(folder, { recursive: true }));

test("a bill of materials has what a package brings along at run time, with checksums", () => {
  const client = boms.find(({ metadata }) =>
    metadata.component.purl.startsWith("pkg:npm/%40qoder/work-client@"),
  );
  expect(boms).toHaveLength(published.length + 1);
  expect(client?.components.map(({ purl }) => purl.replace(/@.*/, ""))).toStrictEqual([
    "pkg:npm/openapi-fetch",
    "pkg:npm/openapi-typescript-helpers",
  ]);
  expect(JSON.stringify(client)).toMatch(/"alg":"SHA-512","content":"[0-9a-f]{128}"/);
});

test("what published packages bring along has licences that allow it", () => {
  expect(licenceProblems(boms)).toStrictEqual([]);
});

test("the mock ships the licences of all that it has inside", () => {
  const [inside] = boms.filter(({ components }) =>
    components.some(({ purl }) => purl.includes("/prism-http@")),
  );
  const notices = readFileSync(`${root}packages/mock/dist/THIRD-PARTY.txt`, "utf8");
  for (const { purl } of inside?.components ?? []) {
    const [, name = "", version] = /^pkg:npm\/(.+)@(.+)$/.exec(purl.replace("%40", "@")) ?? [];
    expect(notices).toContain(`${name} ${version} (`);
  }
  expect(inside?.metadata.component.purl).toMatch(/work-mock@/);
  expect(notices).toContain("Apache License");
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
    `pkg:npm/ours@1.0.0 depends on pkg:npm/a@1.0.0, which has ${problem}. Replace it.`,
  ]);
});
