// Times the apps that are named on the command line, and prints their ratios to `fetch`: against a server on this machine,
// and where `fetch` answers at once. It runs in a process of its own, because what else a process has loaded and
// compiled changes the ratios.
import { deepStrictEqual } from "node:assert";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Connect, ids, item, stubFetch } from "./app.ts";
import { medianRatios } from "./timing.ts";

const server = new Worker(new URL("server.ts", import.meta.url));
const [port] = await once(server, "message");
const served = await ratiosAt(`http://127.0.0.1:${port}`, 50);
stubFetch();
console.log(JSON.stringify([served, await ratiosAt("https://api.example.com", 500)]));
await server.terminate();

async function ratiosAt(baseUrl: string, rounds: number): Promise<number[]> {
  const calls = await Promise.all(process.argv.slice(2).map((app) => callOf(app, baseUrl)));
  return medianRatios(await callOf("fetch", baseUrl), calls, rounds);
}

async function callOf(app: string, baseUrl: string): Promise<() => Promise<unknown>> {
  const { connect }: { connect: Connect } = await import(`../dist/apps/${app}.js`);
  const getWorkItem = connect({ baseUrl, token: "pt-any" });
  deepStrictEqual(await getWorkItem(ids), item, `${app} returns something else than the work item`);
  return () => getWorkItem(ids);
}
