// Times the apps that are named on the command line, and prints their ratios to `fetch`. It runs in a process of its
// own, because what else a process has loaded and compiled changes the ratios.
import { deepStrictEqual } from "node:assert";
import { type Connect, ids, item, stubFetch } from "./app.ts";
import { medianRatios } from "./timing.ts";

stubFetch();
const calls = await Promise.all(process.argv.slice(2).map(callOf));
console.log(JSON.stringify(await medianRatios(await callOf("fetch"), calls)));

async function callOf(app: string): Promise<() => Promise<unknown>> {
  const { connect }: { connect: Connect } = await import(`../dist/apps/${app}.js`);
  const getWorkItem = connect({ baseUrl: "https://api.example.com", token: "pt-any" });
  deepStrictEqual(await getWorkItem(ids), item, `${app} returns something else than the work item`);
  return () => getWorkItem(ids);
}
