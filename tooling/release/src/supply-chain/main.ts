// `pnpm supply-chain` checks what is installed and what published packages bring along, and writes bills of materials.
import { rmSync } from "node:fs";
import { root } from "../packed/published.ts";
import { licenceProblems, writeBoms } from "./licences.ts";
import { folders, lockfileProblems } from "./lockfiles.ts";

rmSync(`${root}sbom`, { recursive: true, force: true });
const boms = writeBoms(`${root}sbom`);
const problems = [...folders.flatMap((folder) => lockfileProblems(root + folder)), ...licenceProblems(boms)];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else {
  const packages = new Set(boms.flatMap(({ components }) => components.map(({ purl }) => purl)));
  console.error(`${folders.length} lockfiles and the licences of ${packages.size} packages are fine.`);
  console.error(`${boms.length} bills of materials are in sbom/.`);
}
