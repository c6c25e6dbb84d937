// Times the apps that are named on the command line, and prints their ratios to `fetch`. It runs in a process of its
// own, because what else a process has loaded and compiled changes the ratios.
import { deepStrictEqual } from "node:assert";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import type { Connect, WorkItemIds } from "./app.ts";
import { medianRatios } from "./timing.ts";

const item = spec.components.examples.WorkItemActive.value;
const body = JSON.stringify(item);
const ids = { environment_id: item.environment_id, work_id: item.id } as WorkItemIds;
globalThis.fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });

const calls = await Promise.all(process.argv.slice(2).map(callOf));
console.log(JSON.stringify(await medianRatios(await callOf("fetch"), calls)));

async function callOf(app: string): Promise<() => Promise<unknown>> {
  const { connect }: { connect: Connect } = await import(`../dist/apps/${app}.js`);
  const getWorkItem = connect({ baseUrl: "https://api.example.com", token: "pt-any" });
  deepStrictEqual(await getWorkItem(ids), item, `${app} returns something else than the work item`);
  return () => getWorkItem(ids);
}
