import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { curves } from "./curves.ts";
import { type Cost, measure } from "./peak-memory.ts";
import { table } from "./table.ts";
import { workspaceOf } from "./workspace-copy.ts";

const counts = [1, 10, 100, 1000];
const seed = 1;
const node = process.execPath;
const completions = fileURLToPath(new URL("completion.ts", import.meta.url));
const picture = new URL("../scale.svg", import.meta.url);

const app = `
  import { createClient } from "@qoder/work-client";
  const work = createClient({ token: "t" });
  console.log(await work.getWorkItem({ environment_id: "env_1", work_id: "work_1" }));
`;

interface Step {
  name: string;
  cwd: string;
  command: string[];
  /** What the command prints when it is ready, if it does not end. */
  until?: RegExp;
}

const steps: Step[] = [
  { name: "lint", cwd: "spec", command: ["node_modules/.bin/redocly", "lint", "work"] },
  { name: "generate", cwd: "tooling/codegen", command: [node, "src/main.ts"] },
  { name: "type check of the client", cwd: "packages/client", command: ["../../node_modules/.bin/tsc"] },
  {
    name: "contract tests",
    cwd: "packages/contract",
    command: [
      "../../node_modules/.bin/vitest",
      "run",
      "--no-isolate",
      "src/contract.test.ts",
      "src/coverage.test.ts",
      "--hookTimeout=0",
      "--testTimeout=0",
    ],
  },
  { name: "build of the docs", cwd: "packages/docs", command: [node, "src/build.ts"] },
  {
    name: "start of the mock",
    cwd: "packages/mock",
    command: [node, "dist/main.js"],
    until: /http:\/\//,
  },
];

/** Measures each tool on specs of more and more operations, and draws the curves. */
export async function run(): Promise<string> {
  const costs = new Map<string, Cost[]>(
    [...steps.map(({ name }) => name), "completion in an editor"].map((name) => [name, []]),
  );
  const sizes: number[] = [];
  for (const count of counts) {
    await using workspace = await workspaceOf(count, seed);
    const at = (cwd: string) => `${workspace.folder}/${cwd}`;
    const step = async ({ name, cwd, command, until }: Step) => {
      console.error(`${count.toLocaleString("en")} operations: ${name}`);
      const cost = await measure(at(cwd), command, until);
      costs.get(name)?.push(cost);
      return cost;
    };
    for (const one of steps) {
      if (one.name === "contract tests") await buildPackages(at);
      await step(one);
    }
    const { output } = await step({
      name: "completion in an editor",
      cwd: "packages/contract",
      command: [node, completions],
    });
    (costs.get("completion in an editor")?.at(-1) as Cost).ms = JSON.parse(output).first;
    sizes.push(await sizeOf(at("packages/client")));
  }
  await writeFile(picture, curves(counts, costs));
  return report(costs, sizes);
}

async function buildPackages(at: (cwd: string) => string): Promise<void> {
  console.error("  building the packages");
  const tsc = ["../../node_modules/.bin/tsc", "-p", "tsconfig.build.json"];
  await measure(at("packages/client"), tsc);
  await measure(at("packages/mock"), tsc);
  const bundle = "node_modules/@qoder/work-codegen/src/bundle.ts";
  await measure(at("packages/mock"), [node, bundle, "dist/openapi.json"]);
}

/** What an app of one call loads, in bytes with brotli. */
async function sizeOf(client: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: app, resolveDir: client },
    alias: { "@qoder/work-client": `${client}/dist/index.js` },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return brotliCompressSync(outputFiles[0]?.contents ?? "").length;
}

function report(costs: Map<string, Cost[]>, sizes: number[]): string {
  const number = (value: number, digits = 0) =>
    value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
  const cell = ({ ms, megabytes }: Cost) => `${number(ms / 1000, 1)} s, ${number(megabytes)} MB`;
  const growth = (values: number[]) =>
    `× ${number((values.at(-1) as number) / (values.at(-2) as number), 1)}`;
  const last = counts.at(-1) as number;
  const perOperation = ((sizes.at(-1) as number) - (sizes[0] as number)) / (last - 1);
  return table(
    ["operations", ...counts.map((count) => number(count)), `${number(last / 10)} → ${number(last)}`],
    [
      ...[...costs].map(([name, each]) => [name, ...each.map(cell), growth(each.map(({ ms }) => ms))]),
      [
        "app of one call, brotli",
        ...sizes.map((size) => `${number(size)} B`),
        `${number(perOperation, 1)} B an operation`,
      ],
    ],
  );
}
