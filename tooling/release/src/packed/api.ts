// `pnpm api` declares the API of each published package; with `--base`, it only compares with what a commit declares.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { apiOf, declarationOf } from "./declared.ts";
import { published, root } from "./published.ts";
import { unannounced } from "./unannounced.ts";

try {
  const { base } = parseArgs({ options: { base: { type: "string" } } }).values;
  if (base === undefined) {
    for (const one of published) writeFileSync(root + declarationOf(one.folder), await apiOf(one));
  } else {
    const problems = unannounced(root, base);
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
  }
} catch (error) {
  console.error(`pnpm api: ${(error as Error).message}`);
  process.exitCode = 2;
}
