import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { published } from "./pack.ts";
import { reportOf } from "./report.ts";

interface Manifest {
  exports: string | Record<string, string | { types: string }>;
  bin?: Record<string, string>;
}

/** The file that declares the API of a package, from the root. */
export const declarationOf = (name: string) => `tooling/packed/api/${basename(published[name] ?? "")}.md`;

/** All that a built package offers: the types of its exports, and the help of its commands. */
export async function apiOf(name: string): Promise<string> {
  const folder = published[name] ?? "";
  const manifest: Manifest = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const sections = [
    `# API of ${name}\n\nWritten by \`pnpm api\`. A change of this file is a change for users, and needs a change file.`,
  ];
  const entries = typeof manifest.exports === "string" ? {} : manifest.exports;
  const declared = new Set<string>();
  for (const [path, entry] of Object.entries(entries)) {
    const text = typeof entry === "string" ? "Data." : fenced("ts", await newDeclarations(entry.types));
    sections.push(`## \`${name}${path.slice(1)}\`\n\n${text}`);
  }
  for (const [command, file] of Object.entries(manifest.bin ?? {})) {
    const help = await helpOf(`${folder}/${file}`);
    const [, list = ""] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? [];
    sections.push(`## \`${command}\`\n\n${fenced("text", help)}`);
    for (const [, subcommand = ""] of list.matchAll(/^ {2}(?!help\b)(\w+)/gm))
      sections.push(
        `### \`${command} ${subcommand}\`\n\n${fenced("text", await helpOf(`${folder}/${file}`, subcommand))}`,
      );
  }
  return `${sections.join("\n\n")}\n`;

  /** The declarations of an entry without those that an entry before had, too. */
  async function newDeclarations(file: string): Promise<string> {
    const declarations = (await reportOf(folder, file)).split("\n\n").filter((text) => !declared.has(text));
    for (const text of declarations) declared.add(text.replace(/^export /, ""));
    return declarations.join("\n\n");
  }
}

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text.trim()}\n\`\`\``;

async function helpOf(file: string, ...command: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [file, ...command, "--help"])).stdout;
}
