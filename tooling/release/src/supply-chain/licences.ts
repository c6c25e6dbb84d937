import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { published, root } from "../packed/published.ts";

/** The part of a CycloneDX document that says which licences its packages have. */
export interface Bom {
  metadata: { component: { purl: string } };
  components: {
    purl: string;
    licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
  }[];
}

/**
 * Writes a bill of materials of each published package, `<package>.cdx.json`: what it brings along at run time, with
 * versions, checksums and licences, as CycloneDX 1.7.
 */
export function writeBoms(folder: string): Bom[] {
  const filters = published.map(({ name }) => `--filter=${name}`);
  const args = [
    ...filters,
    "sbom",
    "--sbom-format=cyclonedx",
    "--sbom-spec-version=1.7",
    "--prod",
    "--split",
  ];
  execFileSync("pnpm", [...args, `--out=${folder}/%s.cdx.json`], { cwd: root, stdio: "pipe" });
  return globSync(`${folder}/*.cdx.json`).map((file) => JSON.parse(readFileSync(file, "utf8")));
}

/** Licences that ask for a notice at most, by their SPDX name. */
const allowed = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

const oldField =
  "MIT: its package.json has the field `licenses` of before npm 3, and its LICENSE is that of MIT";

/** Packages that may be used although their licence is another or not named, with the reason. */
const exceptions: Record<string, string> = {
  "pkg:npm/compute-gcd@1.2.1": oldField,
  "pkg:npm/compute-lcm@1.1.2": oldField,
  "pkg:npm/validate.io-function@1.0.2": oldField,
  "pkg:npm/validate.io-integer@1.0.5": oldField,
  "pkg:npm/validate.io-integer-array@1.0.0": oldField,
  "pkg:npm/validate.io-number@1.0.3": oldField,
};

const advice = `Replace it, or add it to the exceptions in tooling/release/src/supply-chain/licences.ts with a reason.`;

/** Dependencies of published packages without a licence that allows it, and exceptions that nothing needs. */
export function licenceProblems(boms: Bom[]): string[] {
  const problems = boms.flatMap(({ metadata, components }) =>
    components.flatMap(({ purl, licenses = [] }) => {
      const names = licenses.map(
        ({ license, expression }) => license?.id ?? license?.name ?? `${expression}`,
      );
      if (purl in exceptions || (names.length > 0 && names.every((name) => allowed.has(name)))) return [];
      const licence = names.length > 0 ? `the licence ${names.join(", ")}` : "no licence that it names";
      return `${metadata.component.purl} depends on ${purl}, which has ${licence}. ${advice}`;
    }),
  );
  const used = new Set(boms.flatMap(({ components }) => components.map(({ purl }) => purl)));
  const unused = Object.keys(exceptions).filter((purl) => !used.has(purl));
  return [...problems, ...unused.map((purl) => `Nothing needs the exception for ${purl}. Remove it.`)];
}
