#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { WorkItem } from "@qoder/work-client";
import getPort, { portNumbers } from "get-port";

const help = `Usage: qoder-work-mock [--port <number>] [--world]

Answers every operation of the API on 127.0.0.1 with its documented examples.
The default port is 4010. If a port is busy, the mock takes the next free one.

With --world it keeps work items in memory, which requests read and change: work_1, work_2 and work_3 of the
Environment env_1, and the one of the documented examples.

This header chooses the answer:  Prefer: code=404, example=<name>
`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4010" },
      world: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) process.stdout.write(help);
  else await serve(values.port, values.world);
} catch (error) {
  console.error(`qoder-work-mock: ${(error as Error).message}`);
  process.exitCode = 2;
}

async function serve(text: string, world: boolean): Promise<void> {
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_000) {
    throw new Error(`--port must be a number from 1 to 65000, such as 4010; received "${text}".`);
  }
  // Loading Prism takes a second, and help needs none.
  const { startMock } = await import("./mock.ts");
  const port = await getPort({ host: "127.0.0.1", port: portNumbers(wanted, wanted + 100) });
  if (port !== wanted) console.error(`Port ${wanted} is busy, so the mock takes ${port}.`);
  const mock = await startMock({ port, world, log: console.error });
  if (world) {
    const spec = await readFile(new URL("../dist/openapi.json", import.meta.url), "utf8");
    const examples = Object.values<{ value: Partial<WorkItem> | null }>(JSON.parse(spec).components.examples);
    mock.add(examples.find(({ value }) => value?.state === "queued")?.value ?? {});
    for (const [at, state] of ["active", "queued", "queued"].entries())
      mock.add({ id: `work_${at + 1}`, state });
  }
  console.error(`Mock: ${mock.url} (Ctrl-C stops it)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => mock.close());
}
