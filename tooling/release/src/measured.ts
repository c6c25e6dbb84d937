import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Measured {
  bytes: number;
  cells: number;
  exercised: number;
}

/**
 * The size of the client and the coverage of the contract in two checkouts whose tests have run, as Markdown.
 *
 * @throws {Error} if the tests of a checkout have not run
 */
export async function measured(before: string, after: string): Promise<string> {
  const [old, now] = [await read(before), await read(after)];
  return `### Measured

| | Before | After |
| --- | ---: | ---: |
| Client in an app of one call, brotli | ${old.bytes} B | ${now.bytes} B |
| Cells of the contract that a test exercises | ${old.exercised} of ${old.cells} | ${now.exercised} of ${now.cells} |
`;
}

async function read(checkout: string): Promise<Measured> {
  const files = ["packages/client/test-output/size.json", "packages/contract/test-output/coverage.json"];
  const parts = files.map(async (file) => {
    const text = await readFile(join(checkout, file), "utf8").catch(() => {
      throw new Error(
        `${join(checkout, file)} is missing: run the tests of client and contract there first.`,
      );
    });
    return JSON.parse(text);
  });
  return Object.assign({}, ...(await Promise.all(parts)));
}

const [, script, before] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  console.log(await measured(before ?? "", fileURLToPath(new URL("../../..", import.meta.url))));
}
