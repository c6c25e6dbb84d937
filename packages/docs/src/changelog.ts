import { readdir, readFile } from "node:fs/promises";
import { type Content, heading } from "./content.ts";
import { item } from "./markdown.ts";

/** The versions of the published packages, by name. */
export async function packageVersions(): Promise<Record<string, string>> {
  const names = ["client", "mock", "cli"].map((name) => `@qoder/work-${name}`);
  const versions = names.map(async (name) => [name, JSON.parse(await readIn(name, "package.json")).version]);
  return Object.fromEntries(await Promise.all(versions));
}

/** The notes of the next release, then what was released of each package. */
export async function changelog(packages: string[]): Promise<Content> {
  const folder = new URL("../../../.changeset/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md") && file !== "README.md");
  const notes = await Promise.all(files.toSorted().map((file) => readFile(new URL(file, folder), "utf8")));
  const pending = notes.map((note) => item(note.replace(/^---[\s\S]*?---\s*/, "").trim()));
  const released = packages.map(async (name) =>
    releases(name, await readIn(name, "CHANGELOG.md").catch(() => "")),
  );
  return [
    ...(pending.length > 0 ? [heading(3, "Not released yet"), pending.join("\n")] : []),
    ...(await Promise.all(released)).flat(),
  ];
}

const readIn = (name: string, file: string) =>
  readFile(new URL(`../node_modules/${name}/${file}`, import.meta.url), "utf8");

/** A changelog as Changesets writes it, with one heading for each version, which no other package or version has. */
export function releases(name: string, text: string): Content {
  const [, ...parts] = text.replaceAll(/^### (.+)$/gm, "**$1**").split(/^## (.+)$/m);
  return parts.map((part, index) =>
    index % 2 === 1
      ? part
      : heading(3, `${name} ${part}`, `${name.replace("@", "").replace("/", "-")}-${part}`),
  );
}
