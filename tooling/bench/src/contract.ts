import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { casesOf } from "../../../packages/contract/src/cases.ts";
import { table } from "./table.ts";
import { median, medianRatios } from "./timing.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const root = path("../../../");
const servers = {
  "@qoder/work-mock": [path("start-mock.ts")],
  "prism mock": [
    path("../node_modules/@stoplight/prism-cli/dist/index.js"),
    "mock",
    "--port=0",
    "--verboseLevel=info",
    path("../../../packages/mock/dist/openapi.json"),
  ],
} as const;
type Server = keyof typeof servers;

/** Times the contract tests, and the mock beside Prism's own command, each as a process of its own. */
export async function run(): Promise<string> {
  console.error("Starting both mocks ten times");
  const starts: Record<Server, number[]> = { "@qoder/work-mock": [], "prism mock": [] };
  const readies: number[] = [];
  for (let time = 0; time < 10; time++) {
    for (const name of Object.keys(servers) as Server[]) {
      const { child, ms, readyIn } = await start(name);
      starts[name].push(ms);
      if (readyIn) readies.push(readyIn);
      await stop(child);
    }
  }

  console.error("Asking both for every documented answer");
  const cases = await casesOf(path("../../../spec/openapi.yaml"));
  const ours = await start("@qoder/work-mock");
  const prisms = await start("prism mock");
  const ask = (url: string) => async () => {
    for (const { path: template, params, status, example } of cases) {
      const target = template.replace(/\{([^}]+)\}/g, (_, name: string) => String(params[name]));
      const headers = { authorization: "Bearer pt-any", prefer: `code=${status}, example=${example}` };
      const response = await fetch(url + target, { headers });
      if (response.status !== status) throw new Error(`${url} answers ${response.status} for ${example}`);
      await response.text();
    }
  };
  const [ratio = NaN] = await medianRatios(ask(prisms.url), [ask(ours.url)], 20);
  await Promise.all([stop(ours.child), stop(prisms.child)]);

  console.error("Running the contract tests three times");
  const suites = [1, 2, 3].map(() => {
    const begin = performance.now();
    const tests = ["src/contract.test.ts", "src/coverage.test.ts"];
    execFileSync(path("../../../node_modules/.bin/vitest"), ["run", "--no-isolate", ...tests], {
      cwd: `${root}packages/contract`,
    });
    return performance.now() - begin;
  });

  const seconds = (times: number[]) => `${(median(times) / 1000).toFixed(2)} s`;
  return table(
    ["contract", "measured", "budget"],
    [
      ["contract tests without mutants, from start to end", seconds(suites), "< 5 s"],
      ["`startMock()`, in a process that has loaded it", seconds(readies), "< 1 s"],
      ["start of the mock as a process", seconds(starts["@qoder/work-mock"]), ""],
      ["start of `prism mock` as a process", seconds(starts["prism mock"]), ""],
      ["time of a case × `prism mock`", ratio.toFixed(2), ""],
    ],
  );
}

async function start(
  name: Server,
): Promise<{ child: ChildProcess; url: string; ms: number; readyIn: number }> {
  const begin = performance.now();
  const child = spawn(process.execPath, servers[name], { stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${name} ended before it listened`)));
    child.stdout.on("data", (chunk) => {
      if (/listening on http:/.test(String(chunk))) resolve(String(chunk));
    });
  });
  const ms = performance.now() - begin;
  const [, url = ""] = /listening on (http:\S+)/.exec(said) ?? [];
  return { child, url, ms, readyIn: Number(/ready in (\S+)/.exec(said)?.[1] ?? 0) };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await once(child, "exit");
}
