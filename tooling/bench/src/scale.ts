import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { copyRepository } from "../../codegen/test/repository.ts";
import { type Command, openapiTypescript, timeOf } from "./command.ts";
import { scaled } from "./scaled-spec.ts";
import { table } from "./table.ts";

const counts = [1, 10, 100, 1000];
const node = process.execPath;
const bin = (name: string) => `../../node_modules/.bin/${name}`;

interface Step {
  /** Not in the table where it is left out: others need what it makes. */
  name?: string;
  cwd: string;
  command: Command;
  /** What the command prints when it is ready, if it does not end. */
  ready?: RegExp;
}

const steps: Step[] = [
  { name: "lint and generate", cwd: "tooling/codegen", command: [node, "src/main.ts"] },
  { name: "type check of the client", cwd: "packages/client", command: [bin("tsc")] },
  { cwd: "packages/client", command: [bin("tsc"), "-p", "tsconfig.build.json"] },
  { cwd: "packages/mock", command: [bin("tsc"), "-p", "tsconfig.build.json"] },
  {
    cwd: "packages/mock",
    command: [node, "../../tooling/codegen/src/main.ts", "--bundle", "dist/openapi.json"],
  },
  {
    name: "openapi-typescript",
    cwd: "packages",
    command: openapiTypescript("mock/dist/openapi.json", "types.ts"),
  },
  {
    name: "start of the mock",
    cwd: "packages/mock",
    command: [node, "dist/main.js", "--port=14010"],
    ready: /http:\/\//,
  },
  {
    name: "contract tests",
    cwd: "packages/contract",
    command: [
      bin("vitest"),
      "run",
      "--no-isolate",
      "src/contract.test.ts",
      "--hookTimeout=0",
      "--testTimeout=0",
    ],
  },
  { name: "build of the docs", cwd: "packages/docs", command: [node, "src/build.ts"] },
  {
    name: "completion in an editor",
    cwd: "packages/contract",
    command: [node, fileURLToPath(new URL("completion.ts", import.meta.url))],
  },
];

/** Times each tool on specs of more and more operations, and beside them the command of openapi-typescript. */
export async function run(): Promise<string> {
  const times = new Map<string, number[]>();
  const sizes: number[] = [];
  for (const count of counts) {
    await using copy = await copyRepository();
    const spec = JSON.parse(await copy.read("packages/mock/dist/openapi.json"));
    await copy.write("spec/openapi.yaml", JSON.stringify(scaled(spec, count), null, 2));
    for (const { name = "", cwd, command, ready } of steps) {
      console.error(`${number(count)} operations: ${name || command.slice(-3).join(" ")}`);
      const ms = await timeOf(command, `${copy.folder}/${cwd}`, ready);
      if (name) times.set(name, [...(times.get(name) ?? []), ms]);
    }
    sizes.push(await sizeOf(`${copy.folder}/packages/client`));
  }
  return report(times, sizes);
}

/** What an app of one call loads, in bytes with brotli. */
async function sizeOf(client: string): Promise<number> {
  const contents = `
    import { createClient } from "${client}/dist/index.js";
    const work = createClient({ token: "t" });
    console.log(await work.getWorkItem({ environment_id: "env_1", work_id: "work_1" }));`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: client },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return brotliCompressSync(outputFiles[0]?.contents ?? "").length;
}

function report(times: Map<string, number[]>, sizes: number[]): string {
  const [last, before] = [counts.at(-1) ?? NaN, counts.at(-2) ?? NaN];
  const theirs = times.get("openapi-typescript") ?? [];
  const rows = [...times].map(([name, each]) => [
    name,
    ...each.map((ms) => `${number(ms / 1000, 1)} s`),
    `× ${number((each.at(-1) ?? NaN) / (each.at(-2) ?? NaN), 1)}`,
    `× ${number((each.at(-1) ?? NaN) / (theirs.at(-1) ?? NaN), 2)}`,
  ]);
  const bytes = ((sizes.at(-1) ?? NaN) - (sizes[0] ?? NaN)) / (last - 1);
  rows.push([
    "app of one call, brotli",
    ...sizes.map((size) => `${number(size)} B`),
    `${number(bytes, 1)} B an operation`,
    "",
  ]);
  const head = ["operations", ...counts.map((count) => number(count))];
  return table(
    [...head, `${number(before)} → ${number(last)}`, `beside openapi-typescript, ${number(last)}`],
    rows,
  );
}

function number(value: number, digits = 0): string {
  return value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
}
