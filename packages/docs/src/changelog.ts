import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Content, heading } from "./content.ts";
import { item } from "./markdown.ts";

const packages = ["@qoder/work-client", "@qoder/work-mock", "@qoder/work-cli"];
const fileOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const packageVersions = (): Record<string, string> =>
  Object.fromEntries(
    packages.map((name) => {
      const manifest = readFileSync(fileOf(`node_modules/${name}/package.json`), "utf8");
      return [name, JSON.parse(manifest).version];
    }),
  );

/** The notes of the next release, then what was released of each package. */
export function changelog(): Content {
  const notes = globSync(fileOf("../../.changeset/!(README).md")).toSorted();
  const pending = notes.map((file) => {
    const text = readFileSync(file, "utf8").replace(/^---[\s\S]*?---\s*/, "");
    return item(text.trim());
  });
  const released = packages.flatMap((name) => {
    const file = fileOf(`node_modules/${name}/CHANGELOG.md`);
    return existsSync(file) ? releases(name, readFileSync(file, "utf8")) : [];
  });
  return [pending.length > 0 && [heading(3, "Not released yet"), pending.join("\n")], released];
}

/** A changelog as Changesets writes it, with one heading for each version, which no other package or version has. */
export function releases(name: string, text: string): Content {
  const [, ...parts] = text.replaceAll(/^### (.+)$/gm, "**$1**").split(/^## (.+)$/m);
  const idOf = (version: string) => `${name.replace("@", "").replace("/", "-")}-${version}`;
  return parts.map((part, index) => (index % 2 === 1 ? part : heading(3, `${name} ${part}`, idOf(part))));
}
