// The API of each published package, in a file beside it that `pnpm api` writes. A change of it asks for a changeset.
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { expect, test, vi } from "vitest";
import { type Package, published, root } from "./published.ts";

test.each(published)("$name has the API that it declares", async (one) => {
  const advice = "Run `pnpm api`, review what changes, and add a changeset with `pnpm changeset`.";
  await expect(await apiOf(one), advice).toMatchFileSnapshot(`${root}${one.folder}/api.md`);
});

async function statements(files: Record<string, string>): Promise<string[]> {
  await using folder = await mkdtempDisposable(`${tmpdir()}/declared-`);
  for (const [name, text] of Object.entries(files)) await writeFile(`${folder.path}/${name}`, text);
  return await statementsOf(`${folder.path}/index.d.ts`);
}

test("an API has what an exported type refers to, of other files too, sorted and without comments", async () => {
  const files = {
    "index.d.ts": `
import type { Base } from "./base.ts";
import type { Client } from "elsewhere";
export type { Shared } from "./base.ts";
/** Said. */
export interface B extends Base<Client> {
    /**
     * Said.
     */
    own: string;
}
export declare const a: number;
interface Unused {
}`,
    "base.d.ts":
      "export interface Base<T> {\n    field: T;\n}\nexport declare function unused(): void;\nexport type Shared = 1;",
  };
  expect(await statements(files)).toStrictEqual([
    "export declare const a: number;",
    "export interface B extends Base<Client> {\n  own: string;\n}",
    "export type {\nShared\n};",
    'import { Client } from "elsewhere";',
    "interface Base<T> {\n  field: T;\n}",
    "type Shared = 1;",
  ]);
});

test("the version in a constant and the names in a parameter are no part of an API", async () => {
  const text = `export declare const version = "1.2.3";
export declare function wait({ until, ...options }?: Options): void;
export interface Options { until: Date }`;
  const [version, wait] = await statements({ "index.d.ts": text });
  expect(version).toBe("export declare const version: string;");
  expect(wait).toBe("export declare function wait(input?: Options): void;");
});

/** All that a built package offers, as Markdown: the types of its exports, and the help of its commands. */
async function apiOf({ name, folder, exports, bin = {} }: Package): Promise<string> {
  const sections = [
    `# API of ${name}`,
    "Written by `pnpm api`. A change of this file is a change for users, and needs a changeset.",
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
async function statementsOf(file: string): Promise<string[]> {
  const plugins = [dts({ dtsOnly: true, generator: "oxc", tsconfig: false })];
  await using bundle = await rolldown({ input: file, external: /^[^./]/, plugins });
  const { output } = await bundle.generate();
  return output[0].code
    .replace(/^ *\/\*\*.*?\*\/\n/gms, "") // comments
    .replace("export {};", "")
    .replace(/^(export declare const \w+) = ".*";$/gm, "$1: string;") // a version
    .replace(/\{ [\w, .]+ \}(?=\??: )/g, "input") // the names in a parameter that is taken apart
    .split(/\n(?=import|export|declare|interface|type|class)/)
    .map((statement) => statement.trim())
    .map((one) =>
      one.replace(/^export (type )?\{.*\};$/, (list) => list.replace(/(?<=[{,]) | (?=\})/g, "\n")),
    )
    .toSorted();
}

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text.trim()}\n\`\`\``;

/** The text that a command prints with `--help`. It is run in this process, because a start takes longer than all the rest. */
async function helpOf(file: string, ...command: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const argv = vi
    .spyOn(process, "argv", "get")
    .mockReturnValue([process.execPath, file, ...command, "--help"]);
  try {
    await import(/* @vite-ignore */ `${pathToFileURL(file)}?${command}`);
    return write.mock.calls.join("");
  } finally {
    write.mockRestore();
    argv.mockRestore();
  }
}
