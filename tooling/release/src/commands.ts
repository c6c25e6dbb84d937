import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { changesSince, check } from "./check.ts";
import { packagesOf } from "./packages.ts";
import { placesOf } from "./places.ts";
import { changelogOf, markdownOf, textOf } from "./report.ts";
import { readSpec } from "./spec.ts";
import { writeChangelog, writeInfoVersion } from "./version.ts";

const help = `Usage: pnpm release:check [--base <revision, folder or file>] [--write] [--json | --markdown]
       pnpm release:check --self-test
       pnpm release:changelog [--base <revision, folder or file>]
       pnpm release:version

release:check compares the spec with that of the last release, and asks for a changeset that is high enough.
release:changelog prints what has changed in the API since then, as Markdown.
release:version runs \`changeset version\`, and writes info.version, the changelog and the generated files.

  --base       compare with this instead of the last release
  --write      add the changeset that is missing
  --json       print the report as JSON
  --markdown   print the report as Markdown, for a pull request
  --self-test  compare known changes, and print how they were classified

Exit codes: 0 enough, 1 a changeset is missing or too low or versions do not agree, 2 nothing could be compared.
`;

const spec = "spec/openapi.yaml";

/** Where a command works, and whom it tells. */
export interface Context {
  /** The folder of the repository. */
  root: string;
  /** Takes a line of data. */
  print: (text: string) => void;
  /** Takes a line of information. */
  tell: (text: string) => void;
}

/**
 * Runs a command, and returns its exit code.
 *
 * @throws {Error} if nothing could be compared
 */
export async function run(args: string[], context: Context): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    context.print(help.trimEnd());
    return 0;
  }
  switch (positionals.join(" ")) {
    case "check":
      return values["self-test"] ? selfTest(context) : runCheck(values, context);
    case "changelog":
      context.print((await changelog(context, values.base)).text);
      return 0;
    case "version":
      return version(context);
    default:
      throw new Error(
        `expected check, changelog or version; received "${positionals.join(" ")}". See --help.`,
      );
  }
}

function parse(args: string[]) {
  const flag = { type: "boolean", default: false } as const;
  const options = {
    base: { type: "string" },
    write: flag,
    json: flag,
    markdown: flag,
    "self-test": flag,
    help: { ...flag, short: "h" },
  } as const;
  return parseArgs({ args, allowPositionals: true, options });
}

async function runCheck(
  { base, write, json, markdown }: ReturnType<typeof parse>["values"],
  { root, print, tell }: Context,
) {
  const report = await check(root, base);
  const { changeset, problems } = report;
  tell(`Base: ${report.base.name}`);
  if (json) print(JSON.stringify(report, null, 2));
  else print(markdown ? markdownOf(report, await operationsOf(root)) : textOf(report));
  if (changeset && write) {
    await writeFile(join(root, changeset.file), changeset.text);
    tell(`Wrote ${changeset.file}: say in it what the change is for, and commit it.`);
  }
  return (changeset && !write) || problems.length > 0 ? 1 : 0;
}

/** What has changed since the base, and the version of the client. */
async function changelog({ root, tell }: Context, base?: string) {
  const [client] = await packagesOf(root);
  const since = await changesSince(root, client, await readSpec(join(root, spec)), base);
  tell(`Base: ${since.base.name}`);
  return { text: changelogOf(since.changes, since.base, await operationsOf(root)), client };
}

async function version(context: Context) {
  const { text, client } = await changelog(context);
  await writeInfoVersion(context.root, client.version);
  await writeChangelog(join(client.folder, "CHANGELOG.md"), client.version, text);
  context.tell(`info.version is ${client.version}, and the changelog says what has changed in the API.`);
  return 0;
}

async function selfTest({ print, tell }: Context) {
  const { failuresIn, matrixOf, measure } = await import("./self-test.ts");
  const results = await measure();
  print(matrixOf(results));
  for (const failure of failuresIn(results)) tell(failure);
  return failuresIn(results).length > 0 ? 1 : 0;
}

async function operationsOf(root: string): Promise<string[]> {
  const places = placesOf(await readSpec(join(root, spec)));
  return [...new Set(places.flatMap(({ label: [, operation] }) => operation || []))];
}
