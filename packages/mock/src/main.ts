#!/usr/bin/env node
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { apiHash, apiVersion, type WorkItem } from "@qoder/work-client";
import getPort, { portNumbers } from "get-port";

const help = `Usage: qoder-work-mock [--port <number>] [--host <address>] [--world] [--version]

Answers every operation of the API on 127.0.0.1 with its documented examples, and GET / with 200 once it is ready.
The default port is 4010. If a port is busy, or browsers refuse it, the mock takes the next free one. With --port 0 it
takes any. With --host 0.0.0.0 other machines and containers can reach it.

With --world it keeps work items in memory, which requests read and change: work_1, work_2 and work_3 of the
Environment env_1, and the one of the documented examples.

This header chooses the answer:  Prefer: code=404, example=<name>
`;

/** Ports that browsers and `fetch` refuse (https://fetch.spec.whatwg.org/#port-blocking). */
const refused = [
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

const require = createRequire(import.meta.url);

try {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4010" },
      host: { type: "string", default: "127.0.0.1" },
      world: { type: "boolean", default: false },
      version: { type: "boolean", short: "V" },
      help: { type: "boolean", short: "h" },
    },
  });
  const { version } = require("../package.json");
  if (values.help) process.stdout.write(help);
  else if (values.version) console.log(`${version} (API ${apiVersion}, spec ${apiHash})`);
  else await serve(values.port, values.host, values.world);
} catch (error) {
  console.error(`qoder-work-mock: ${(error as Error).message}`);
  process.exitCode = 2;
}

async function serve(text: string, host: string, world: boolean): Promise<void> {
  process.stderr.on("error", () => {}); // the mock outlives a reader of its log, such as `grep -m 1`
  const wanted = Number(text);
  if (!/^\d+$/.test(text) || wanted > 65_000 || (wanted && wanted < 1_024))
    throw new Error(`--port must be 0, or a number from 1024 to 65000; received "${text}".`);
  // Loading Prism takes most of the time of a start, and help needs none.
  const { startMock } = await import("./mock.ts");
  const port = wanted && (await getPort({ host, port: portNumbers(wanted, wanted + 100), exclude: refused }));
  const reason = refused.includes(wanted) ? "refused by browsers" : "busy";
  if (port !== wanted) console.error(`Port ${wanted} is ${reason}, so the mock takes ${port}.`);
  const mock = await startMock({ port, host, world, log: console.error });
  if (world) {
    const { components } = require("../dist/openapi.json");
    const examples = Object.values<{ value: Partial<WorkItem> | null }>(components.examples);
    mock.add(examples.find(({ value }) => value?.state === "queued")?.value ?? {});
    for (const [at, state] of ["active", "queued", "queued"].entries())
      mock.add({ id: `work_${at + 1}`, state });
  }
  console.error(`Mock: ${mock.url} (Ctrl-C stops it)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => mock.close());
}
