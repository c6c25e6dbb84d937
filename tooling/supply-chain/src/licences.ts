/** The part of a CycloneDX document that says which licences its packages have. */
export interface Bom {
  metadata: { component: { purl: string } };
  components: {
    purl: string;
    licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
  }[];
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

/** What published packages depend on without a licence that allows it, and exceptions that nothing needs. */
export function licenceProblems(boms: Bom[]): string[] {
  const excepted = new Set<string>();
  const problems = boms.flatMap(({ metadata, components }) =>
    components.flatMap(({ purl, licenses = [] }) => {
      const names = licenses.map(
        ({ license, expression }) => license?.id ?? license?.name ?? expression ?? "",
      );
      if (names.length > 0 && names.every((name) => allowed.has(name))) return [];
      if (purl in exceptions) return excepted.add(purl) && [];
      const licence = names.length > 0 ? `the licence ${names.join(", ")}` : "no licence that it names";
      return [`${metadata.component.purl} depends on ${purl}, which has ${licence}. ${advice}`];
    }),
  );
  const unused = Object.keys(exceptions).filter((purl) => !excepted.has(purl));
  return [...problems, ...unused.map((purl) => `Nothing needs the exception for ${purl}. Remove it.`)];
}

const advice =
  "Replace it, or add it to the exceptions in tooling/supply-chain/src/licences.ts with a reason.";
