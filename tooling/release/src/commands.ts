import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { check, clientOf } from "./check.ts";
import { compare } from "./compare.ts";
import { apiAt } from "./git.ts";
import { changelogOf, changesText, textOf } from "./report.ts";
import { writeChangelog, writeInfoVersion } from "./version.ts";

const help = `Usage: pnpm release:check [--base <document>] [--write] [--json]
       pnpm release:check --base <document> --spec <document> [--json]
       pnpm release:changelog [--base <document>]
       pnpm release:version

release:check compares the spec with that of the last release, and asks for a changeset that is high enough.
With --spec it compares any two documents.
release:changelog prints what has changed in the API since the last release, as Markdown.
release:version runs \`changeset version\`, and writes info.version, the changelog and the generated files.

A document is a file, a folder with an openapi.yaml, or a git revision with one in spec/.

  --base       compare with this instead of the last release
  --spec       compare this instead of the spec in the working tree
  --write      add the changeset that is missing, or replace the one that it added since the last release
  --json       print the report as JSON

Exit codes: 0 enough, 1 a changeset is missing or too low, 2 nothing could be compared.
With --spec: 0 nothing breaks, 1 a change is major, 2 nothing could be compared.`;

/** The folder that a command works in, and its outputs. */
interface Context {
  /** The folder of the repository. */
  root: string;
  /** Takes a line of data. */
  print: (text: string) => void;
  /** Takes a line of information. */
  tell: (text: string) => void;
  /** Writes the generated files, and returns an exit code. */
  generate: () => Promise<number>;
}

const options = {
  base: { type: "string" },
  spec: { type: "string" },
  write: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Runs a command, and returns its exit code. */
export async function run(args: string[], context: Context): Promise<number> {
  return runCommand(args, context).catch(({ message }: Error) => {
    context.tell(`release: ${message}`);
    return 2;
  });
}

async function runCommand(args: string[], { root, print, tell, generate }: Context): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const { base, spec, write, json } = values;
  const command = values.help ? "help" : positionals.join(" ");
  if (command === "help") {
    print(help);
    return 0;
  }
  if (!["check", "changelog", "version"].includes(command))
    throw new Error(`Expected check, changelog or version; received "${command}". See --help.`);
  if (spec !== undefined) {
    const changes = compare(await apiAt(root, base ?? ""), await apiAt(root, spec));
    print(json ? JSON.stringify({ changes }, null, 2) : changesText(changes).join("\n\n") || "No changes.");
    return changes[0]?.bump === "major" ? 1 : 0;
  }
  const report = await check(root, base);
  const { changeset } = report;
  tell(`Base: ${report.base.name}`);
  if (command === "changelog") {
    print(changelogOf(report));
    return 0;
  }
  if (command === "version") {
    const { version, folder } = await clientOf(root);
    await writeInfoVersion(root, version);
    await writeChangelog(join(folder, "CHANGELOG.md"), version, changelogOf(report));
    tell(`info.version is ${version}, and the changelog says what has changed in the API.`);
    return generate();
  }
  print(json ? JSON.stringify(report, null, 2) : textOf(report));
  if (changeset && write) {
    await writeFile(join(root, changeset.file), changeset.text);
    tell(`Wrote ${changeset.file}: say in it what the change is for, and commit it.`);
  }
  return changeset && !write ? 1 : 0;
}
