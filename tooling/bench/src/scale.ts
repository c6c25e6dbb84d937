import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { copyRepository } from "../../codegen/test/repository.ts";
import { forBrowser } from "./bundle.ts";
import { type Command, measure, openapiTypescript } from "./command.ts";
import { scaled } from "./scaled-spec.ts";
import { table } from "./table.ts";

const counts = [10, 100, 1000];
const tsc = "../../node_modules/.bin/tsc";
const vitest = "../../node_modules/.bin/vitest";

type Measured = Awaited<ReturnType<typeof measure>>;

interface Step {
  /** Not in the table where it is left out: others need what it makes. */
  name?: string;
  cwd: string;
  command: Command;
  /** The text that the command prints when it is ready, if it does not end. */
  ready?: RegExp;
  /** Budgets for the most operations. */
  seconds?: number;
  gigabytes?: number;
}

const generate: Command = ["node", "../../tooling/codegen/src/main.ts"];
const compile: Command = [tsc, "-p", "tsconfig.build.json"];
const test = "run --no-isolate src/contract.test.ts --hookTimeout=0 --testTimeout=0".split(" ");
const theirs = openapiTypescript("mock/dist/openapi.json", "types.ts");
const steps: Step[] = [
  { name: "lint and generate", cwd: "tooling/codegen", command: generate, seconds: 8 },
  { name: "type check of the client", cwd: "packages/client", command: [tsc] },
  { cwd: "packages/client", command: compile },
  { cwd: "packages/mock", command: compile },
  { cwd: "packages/mock", command: [...generate, "--bundle", "dist/openapi.json"] },
  { name: "openapi-typescript", cwd: "packages", command: theirs },
  {
    name: "start of the mock",
    cwd: "packages/mock",
    command: ["node", "dist/main.js", "--port=14010"],
    ready: /http:/,
  },
  { name: "contract tests", cwd: "packages/contract", command: [vitest, ...test], seconds: 60, gigabytes: 1 },
  { name: "build of the docs", cwd: "packages/docs", command: ["node", "src/build.ts"], seconds: 15 },
];

/** Measures each tool on specs of more and more operations, a third of which write, and openapi-typescript beside them. */
export async function run(): Promise<string> {
  const measured = new Map<Step, Measured[]>(steps.filter(({ name }) => name).map((step) => [step, []]));
  const sizes: number[] = [];
  for (const count of counts) {
    await using copy = await copyRepository();
    const spec = JSON.parse(await copy.read("packages/mock/dist/openapi.json"));
    await copy.write("spec/openapi.yaml", JSON.stringify(scaled(spec, count), null, 2));
    for (const step of steps) {
      const { name, cwd, command, ready } = step;
      console.error(`${number(count)} operations: ${name ?? command.slice(-3).join(" ")}`);
      const result = await measure(command, `${copy.folder}/${cwd}`, ready);
      measured.get(step)?.push(result);
    }
    sizes.push(await sizeOf(`${copy.folder}/packages/client`));
  }
  return report(measured, sizes);
}

/** The size of an app of one call, in bytes with brotli. */
async function sizeOf(client: string): Promise<number> {
  const contents = `
    import { createClient } from "${client}/dist/index.js";
    const work = createClient({ token: "t" });
    console.log(await work.getWorkItem({ environment_id: "env_1", work_id: "work_1" }));`;
  const stdin = { contents, resolveDir: client };
  const { outputFiles } = await build({ ...forBrowser, stdin, write: false });
  return brotliCompressSync(outputFiles[0]?.contents ?? "").length;
}

function report(measured: Map<Step, Measured[]>, sizes: number[]): string {
  const [before, most] = counts.slice(-2).map((count) => number(count));
  const beside = [...measured].find(([{ command }]) => command === theirs)?.[1].at(-1)?.ms ?? NaN;
  const growth = (values: number[]) => `× ${number((values.at(-1) ?? NaN) / (values.at(-2) ?? NaN), 1)}`;
  const rows = [...measured].flatMap(([{ name = "", seconds: limit, gigabytes }, each]) => {
    const times = each.map(({ ms }) => ms);
    const peaks = each.map(({ bytes }) => bytes);
    const seconds = times.map((ms) => `${number(ms / 1000, 1)} s`);
    const ratio = `× ${number((times.at(-1) ?? NaN) / beside, 2)}`;
    const row = [name, ...seconds, growth(times), ratio, limit ? `≤ ${limit} s` : ""];
    if (!gigabytes) return [row];
    const memory = peaks.map((bytes) => `${number(bytes / 1e9, 2)} GB`);
    return [row, [`${name}, memory`, ...memory, growth(peaks), "", `≤ ${gigabytes} GB`]];
  });
  const perOperation =
    ((sizes.at(-1) ?? NaN) - (sizes[0] ?? NaN)) / ((counts.at(-1) ?? NaN) - (counts[0] ?? NaN));
  const bytes = sizes.map((size) => `${number(size)} B`);
  rows.push(["app of one call, brotli", ...bytes, `${number(perOperation, 1)} B an operation`, "", "≤ 30 B"]);
  const head = ["operations", ...counts.map((count) => number(count)), `${before} → ${most} (≤ × 11)`];
  return table([...head, "beside openapi-typescript", `budget for ${most}`], rows);
}

function number(value: number, digits = 0): string {
  return value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
}
