// `pnpm release:check`, `release:changelog` and `release:version`.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

const root = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const spec = join(root, "spec/openapi.yaml");

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`release: ${(error as Error).message}`);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  switch (positionals.join(" ")) {
    case "check":
      return values["self-test"] ? selfTest() : runCheck(values);
    case "changelog":
      console.log((await changelog(values.base)).text);
      return 0;
    case "version":
      return version();
    default:
      throw new Error(
        `expected check, changelog or version; received "${positionals.join(" ")}". See --help.`,
      );
  }
}

function parse() {
  const flag = { type: "boolean", default: false } as const;
  const options = {
    base: { type: "string" },
    write: flag,
    json: flag,
    markdown: flag,
    "self-test": flag,
    help: { ...flag, short: "h" },
  } as const;
  return parseArgs({ allowPositionals: true, options });
}

async function runCheck({ base, write, json, markdown }: ReturnType<typeof parse>["values"]) {
  const report = await check(root, base);
  const { changeset, problems } = report;
  console.error(`Base: ${report.base.name}`);
  if (json) console.log(JSON.stringify(report, null, 2));
  else console.log(markdown ? markdownOf(report, await operations()) : textOf(report));
  if (changeset && write) {
    await writeFile(join(root, changeset.file), changeset.text);
    console.error(`Wrote ${changeset.file}: say in it what the change is for, and commit it.`);
  }
  return (changeset && !write) || problems.length > 0 ? 1 : 0;
}

/** What has changed since the base, and the version of the client. */
async function changelog(base?: string) {
  const [client] = await packagesOf(root);
  const since = await changesSince(root, client, await readSpec(spec), base);
  console.error(`Base: ${since.base.name}`);
  return { text: changelogOf(since.changes, since.base, await operations()), client };
}

async function version() {
  const { text, client } = await changelog();
  await writeInfoVersion(root, client.version);
  await writeChangelog(join(client.folder, "CHANGELOG.md"), client.version, text);
  console.error(`info.version is ${client.version}, and the changelog says what has changed in the API.`);
  return 0;
}

async function selfTest() {
  const { failuresIn, matrixOf, measure } = await import("./self-test.ts");
  const results = await measure();
  console.log(matrixOf(results));
  for (const failure of failuresIn(results)) console.error(failure);
  return failuresIn(results).length > 0 ? 1 : 0;
}

async function operations(): Promise<string[]> {
  const places = placesOf(await readSpec(spec));
  return [...new Set(places.flatMap(({ label: [, operation] }) => operation || []))];
}
