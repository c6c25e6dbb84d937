// `pnpm supply-chain` checks what is installed and what published packages bring along, and writes bills of materials.
import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { licenceProblems } from "./licences.ts";
import { lockfileProblems } from "./lockfile.ts";
import { lockfiles, policyProblems, root, writeBoms } from "./pnpm.ts";

rmSync(`${root}/sbom`, { recursive: true, force: true });
const boms = writeBoms(`${root}/sbom`);
const problems = [
  ...lockfiles.flatMap((file) => lockfileProblems(file, readFileSync(`${root}/${file}`, "utf8"))),
  ...lockfiles.flatMap((file) => policyProblems(`${root}/${dirname(file)}`)),
  ...licenceProblems(boms),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else {
  const packages = new Set(boms.flatMap(({ components }) => components.map(({ purl }) => purl)));
  console.error(`${lockfiles.length} lockfiles and the licences of ${packages.size} packages are fine.`);
  console.error(`${boms.length} bills of materials are in sbom/.`);
}
