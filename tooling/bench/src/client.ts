import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createClient } from "@qoder/work-client";
import { problemsOf } from "@qoder/work-client/validate";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import type { WorkItemIds } from "./app.ts";
import { bundleApps } from "./bundle.ts";
import { heapGrowth } from "./memory.ts";
import { table } from "./table.ts";
import { median, medianRatios } from "./timing.ts";

const item = spec.components.examples.WorkItemActive.value;
const body = JSON.stringify(item);
const ids = { environment_id: item.environment_id, work_id: item.id } as WorkItemIds;

/** Compares the client with its peers, and with its budgets. What is timed is what was bundled. */
export async function run(): Promise<string> {
  globalThis.fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });

  console.error("Making 100,000 calls on one signal");
  const work = createClient({ token: "pt-any" });
  const { signal } = new AbortController();
  const growth = await heapGrowth(() => work.getWorkItem(ids, { signal }));

  console.error("Bundling an app for each peer");
  const bundles = await bundleApps();

  console.error("Timing their calls in three processes, for about 15 s each");
  const runs = Array.from({ length: 3 }, () => timeCalls(bundles.map(({ name }) => name)));
  const ratios = bundles.map((_, app) => median(runs.map((ratiosOfRun) => ratiosOfRun[app] ?? NaN)));
  const ratioOf = (app: string) => Number(ratios[bundles.findIndex(({ name }) => name === app)]);

  console.error("Timing the validator");
  const parse = () => JSON.parse(body);
  const validate = () => problemsOf("getWorkItem", parse());
  const [parseAndValidate = NaN] = await medianRatios(batch(parse), [batch(validate)]);

  const peers = bundles.map(({ name, version, size }) => [
    `${name} ${version}`,
    size.toLocaleString("en"),
    ratioOf(name).toFixed(2),
  ]);
  const ours = ratioOf("@qoder/work-client") / ratioOf("openapi-fetch");
  return [
    table(["one call", "Brotli, bytes", "time × fetch"], peers),
    table(
      ["@qoder/work-client", "measured", "budget"],
      [
        ["time of a call × openapi-fetch", ours.toFixed(2), "≤ 1.25"],
        ["time of the validator × JSON.parse", (parseAndValidate - 1).toFixed(2), "< 1"],
        ["heap growth of a call on a shared signal, bytes", growth.toFixed(1), "< 1"],
      ],
    ),
  ].join("\n\n");
}

/** The time of a call of each app as a ratio to `fetch`. Processes differ in what they compile, and when. */
function timeCalls(apps: string[]): number[] {
  const script = fileURLToPath(new URL("calls.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, ...apps], { encoding: "utf8" }));
}

/** Runs a task that takes less time than an `await` would add. */
function batch(task: () => unknown): () => void {
  return () => {
    for (let time = 0; time < 10; time++) task();
  };
}
