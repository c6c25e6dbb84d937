import { deepStrictEqual } from "node:assert";
import { createClient } from "@qoder/work-client";
import { problemsOf } from "@qoder/work-client/validate";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import type { Connect, WorkItemIds } from "./app.ts";
import { bundleApps } from "./bundle.ts";
import { heapGrowth } from "./memory.ts";
import { table } from "./table.ts";
import { medianRatios } from "./timing.ts";

const item = spec.components.examples.WorkItemActive.value;
const body = JSON.stringify(item);
const ids = { environment_id: item.environment_id, work_id: item.id } as WorkItemIds;
const server = { baseUrl: "https://api.example.com", token: "pt-any" };

/** Compares the client with its peers, and with its budgets. What is timed is what was bundled. */
export async function run(): Promise<string> {
  globalThis.fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });

  console.error("Making 100,000 calls on one signal");
  const work = createClient(server);
  const { signal } = new AbortController();
  const growth = await heapGrowth(() => work.getWorkItem(ids, { signal }));

  console.error("Bundling an app for each peer");
  const bundles = await bundleApps();

  console.error("Timing their calls");
  const calls = await Promise.all(bundles.map(({ name }) => callOf(name)));
  const ratios = await medianRatios(await callOf("fetch"), calls);
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

async function callOf(app: string): Promise<() => Promise<unknown>> {
  const { connect }: { connect: Connect } = await import(`../dist/apps/${app}.js`);
  const getWorkItem = connect(server);
  deepStrictEqual(await getWorkItem(ids), item, `${app} returns something else than the work item`);
  return () => getWorkItem(ids);
}

/** Runs a task that takes less time than an `await` would add. */
function batch(task: () => unknown): () => void {
  return () => {
    for (let time = 0; time < 10; time++) task();
  };
}
