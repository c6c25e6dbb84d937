import { readdir, readFile } from "node:fs/promises";

/** What the next release will bring, then what was released of each package, in Markdown. */
export async function changelog(packages: string[]): Promise<string> {
  const folder = new URL("../../../.changeset/", import.meta.url);
  const files = (await readdir(folder))
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .toSorted();
  const notes = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  const released = packages.map(async (name) => {
    const file = new URL(`../node_modules/${name}/CHANGELOG.md`, import.meta.url);
    return releases(name, await readFile(file, "utf8").catch(() => ""));
  });
  return [
    ...(notes.length > 0 ? ["### Not released yet"] : []),
    ...notes.map((note) => `- ${note.replace(/^---[\s\S]*?---\s*/, "").trim()}`),
    ...(await Promise.all(released)),
  ].join("\n\n");
}

/** A changelog as Changesets writes it, with one heading for each version, which no other package or version has. */
export const releases = (name: string, text: string): string =>
  text
    .replace(/^# .+$/m, "")
    .replace(/^### (.+)$/gm, "**$1**")
    .replace(/^## (.+)$/gm, `### ${name} $1`)
    .trim();
