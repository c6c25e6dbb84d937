import { readdir, readFile } from "node:fs/promises";
import { toString as textOf } from "mdast-util-to-string";
import { heading, item, list, type Nodes, paragraph, parse } from "./tree.ts";

/** The versions of the published packages, by name. */
export async function packageVersions(): Promise<Record<string, string>> {
  const names = ["client", "mock", "cli"].map((name) => `@qoder/work-${name}`);
  const versions = names.map(async (name) => [name, JSON.parse(await readIn(name, "package.json")).version]);
  return Object.fromEntries(await Promise.all(versions));
}

/** The notes of the next release, then what was released of each package. */
export async function changelog(packages: string[]): Promise<Nodes> {
  const folder = new URL("../../../.changeset/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md") && file !== "README.md");
  const notes = await Promise.all(files.toSorted().map((file) => readFile(new URL(file, folder), "utf8")));
  const pending = notes.map((note) => parse(note.replace(/^---[\s\S]*?---\s*/, "")));
  const released = packages.map(async (name) =>
    releases(name, await readIn(name, "CHANGELOG.md").catch(() => "")),
  );
  return [
    ...(pending.length > 0 ? [heading(3, "Not released yet"), list(pending.map((note) => item(note)))] : []),
    ...(await Promise.all(released)).flat(),
  ];
}

const readIn = (name: string, file: string) =>
  readFile(new URL(`../node_modules/${name}/${file}`, import.meta.url), "utf8");

/** A changelog as Changesets writes it, with one heading for each version, which no other package or version has. */
export const releases = (name: string, text: string): Nodes =>
  parse(text).flatMap((node): Nodes => {
    if (node.type !== "heading") return [node];
    if (node.depth > 2) return [paragraph({ type: "strong", children: node.children })];
    const version = textOf(node);
    const id = `${name.replace("@", "").replace("/", "-")}-${version}`;
    return node.depth === 2 ? [heading(3, `${name} ${version}`, id)] : [];
  });
