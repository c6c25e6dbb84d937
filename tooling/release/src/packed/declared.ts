import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { type Package, root } from "./published.ts";

/** The file that declares the API of the package in a folder; both from the root. */
export const declarationOf = (folder: string) => `tooling/release/api/${basename(folder)}.md`;

/** All that a built package offers, as Markdown: the types of its exports, and the help of its commands. */
export async function apiOf({ name, folder, exports, bin = {} }: Package): Promise<string> {
  const sections = [
    `# API of ${name}`,
    "Written by `pnpm api`. A change of this file is a change for users, and needs a change file.",
  ];
  const declared = new Set<string>();
  for (const [path, entry] of typeof exports === "string" ? [] : Object.entries(exports)) {
    sections.push(`## \`${name}${path.slice(1)}\``);
    const statements = typeof entry === "string" ? [] : await statementsOf(`${root}${folder}/${entry.types}`);
    const added = statements.filter((statement) => !declared.has(statement));
    sections.push(typeof entry === "string" ? "Data." : fenced("ts", added.join("\n\n")));
    for (const statement of statements) declared.add(statement.replace(/^export /, ""));
  }
  for (const [command, file] of Object.entries(bin)) {
    const help = await helpOf(`${root}${folder}/${file}`);
    sections.push(`## \`${command}\``, fenced("text", help));
    const [, list = ""] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? [];
    for (const [, subcommand = ""] of list.matchAll(/^ {2}(?!help\b)(\w+)/gm)) {
      const text = fenced("text", await helpOf(`${root}${folder}/${file}`, subcommand));
      sections.push(`### \`${command} ${subcommand}\``, text);
    }
  }
  return `${sections.join("\n\n")}\n`;
}

/** The exports of a declaration file and all that they refer to, sorted and without what is no promise. */
export async function statementsOf(file: string): Promise<string[]> {
  const plugins = [dts({ dtsOnly: true, generator: "oxc", tsconfig: false })];
  await using bundle = await rolldown({ input: file, external: /^[^./]/, plugins });
  const { output } = await bundle.generate();
  return output[0].code
    .replace(/^ *\/\*\*.*?\*\/\n/gms, "") // comments
    .replace("export {};", "")
    .replace(/^(export declare const \w+) = ".*";$/gm, "$1: string;") // a version
    .replace(/\{ [\w, .]+ \}(?=\??: )/g, "input") // the names in a parameter that is taken apart
    .replace(/^export (type )?\{.*\};$/m, (list) => list.replace(/(?<=[{,]) | (?=\})/g, "\n"))
    .split(/\n(?=import|export|declare|interface|type|class)/)
    .map((statement) => statement.trim())
    .toSorted();
}

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text.trim()}\n\`\`\``;

const helpOf = async (file: string, ...command: string[]) =>
  (await promisify(execFile)(process.execPath, [file, ...command, "--help"])).stdout;
