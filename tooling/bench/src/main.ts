// `pnpm bench <name>` runs one benchmark. What only benchmarks need is installed here, on the first run.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const benchmarks: Record<string, string> = {
  client: "size and time of a call, beside other clients; memory",
  loop: "what follows a save, beside openapi-typescript",
  documents: "what is generated from real documents of others, beside other generators",
  docs: "the page of an operation, beside Redoc 2 and 3",
  scale: "every tool on specs of 10 to 1,000 operations, beside openapi-typescript",
};

const [name = ""] = process.argv.slice(2);
if (!Object.hasOwn(benchmarks, name)) {
  const list = Object.entries(benchmarks).map(([name, what]) => `\n  pnpm bench ${name.padEnd(11)}${what}`);
  console.error(`${name ? `There is no benchmark "${name}". ` : ""}There are:${list.join("")}`);
  process.exit(2);
}

pnpm("--dir", "tooling/bench", "install", "--frozen-lockfile");
pnpm("run", "build");
const { run }: { run(): Promise<string> } = await import(`./${name}.ts`);
console.log(await run());

/** Runs pnpm with its output on stderr, because stdout is for the result; ends this process where it fails. */
function pnpm(...args: string[]): void {
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  const { status } = spawnSync("pnpm", args, { cwd, stdio: ["ignore", process.stderr, process.stderr] });
  if (status !== 0) process.exit(status ?? 1);
}
