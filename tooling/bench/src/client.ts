import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createClient } from "@qoder/work-client";
import { ids, stubFetch } from "./app.ts";
import { bundleApps } from "./bundle.ts";
import { heapGrowth } from "./memory.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

/** Compares the client with its peers, and with its budgets. What is timed is what was bundled. */
export async function run(): Promise<string> {
  stubFetch();
  console.error("Making 100,000 calls on one signal");
  const work = createClient({ token: "pt-any" });
  const { signal } = new AbortController();
  const growth = await heapGrowth(() => work.getWorkItem(ids, { signal }));

  console.error("Bundling an app for each peer");
  const bundles = await bundleApps();

  console.error("Timing their calls in three processes, for about 30 s each");
  const runs = Array.from({ length: 3 }, () => timeCalls(bundles.map(({ name }) => name)));
  const [served = [], stubbed = []] = [0, 1].map((how) =>
    bundles.map((_, app) => median(runs.map((run) => run[how]?.[app] ?? NaN))),
  );
  const peers = bundles.map(({ name, version, size }, app) => [
    `${name} ${version}`,
    size.toLocaleString("en"),
    ...[served, stubbed].map((times) => times[app]?.toFixed(2) ?? ""),
  ]);
  const at = (app: string) => bundles.findIndex(({ name }) => name === app);
  const ratio = (times: number[]) =>
    (Number(times[at("@qoder/work-client")]) / Number(times[at("openapi-fetch")])).toFixed(2);
  return [
    table(["one call", "Brotli, bytes", "time × fetch", "on a stub"], peers),
    table(
      ["@qoder/work-client", "measured", "budget"],
      [
        ["time of a call × openapi-fetch", ratio(served), "≤ 1.25"],
        ["the same on a stub", ratio(stubbed), "≤ 1.25"],
        ["heap growth of a call on a shared signal, bytes", growth.toFixed(1), "< 1"],
      ],
    ),
  ].join("\n\n");
}

/** The times of a call of each app as ratios to `fetch`. Processes differ in what they compile, and when. */
function timeCalls(apps: string[]): number[][] {
  const script = fileURLToPath(new URL("calls.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, ...apps], { encoding: "utf8" }));
}
