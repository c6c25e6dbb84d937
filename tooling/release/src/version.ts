import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes the version of the packages into the spec. */
export async function writeInfoVersion(root: string, version: string): Promise<void> {
  const file = join(root, "spec/openapi.yaml");
  const text = await readFile(file, "utf8");
  const line = /^(info:\n(?: .*\n)*? {2}version: ).*$/m;
  if (!line.test(text)) throw new Error("spec/openapi.yaml has no line `version:` under `info:`.");
  await writeFile(file, text.replace(line, `$1${version}`));
}

/**
 * Puts the changes of the API at the top of a version's entry in a changelog. Changesets has no place for them: its
 * generator makes one line for each changeset, without knowing the package.
 */
export async function writeChangelog(file: string, version: string, changes: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const heading = `\n## ${version}\n`;
  const start = text.indexOf(heading) + heading.length;
  if (start < heading.length) throw new Error(`${file} has no entry for ${version}.`);
  // Not a second time, if the command runs again.
  const entry = text.slice(start).replace(/^\n### API\n[\s\S]*?\n(?=#|$(?![\s\S]))/, "\n");
  await writeFile(file, `${text.slice(0, start)}\n### API\n\n${changes}\n${entry}`);
}
