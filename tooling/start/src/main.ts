import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serveDocs } from "@qoder/work-docs";
import { startMock } from "@qoder/work-mock";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };
import getPort, { portNumbers } from "get-port";
import type { Loop } from "./loop.ts";

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });

const mock = await startMock({ port: await freePort(4010, "mock") });
const docs = await serveDocs({ port: await freePort(4020, "docs"), live: !values.once });
let loop: Loop | undefined;
let isStopped = false;
const stop = async () => {
  if (isStopped) return; // `npm start` hands on what the terminal has sent already
  isStopped = true;
  // All at once: nothing may wait for what Ctrl-C has ended already.
  await Promise.all([loop?.close(), mock.close(), docs.close()]);
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);

const item = spec.components.examples.WorkItemActive.value;
const command = ["get", item.environment_id, item.id, "--base-url", mock.url];
const [template = ""] =
  Object.entries(spec.paths).find(([, { get }]) => get.operationId === "getWorkItem") ?? [];
const url =
  mock.url + template.replace("{environment_id}", item.environment_id).replace("{work_id}", item.id);
console.error("\nOne work item, read by the CLI through the generated client from the mock:\n");
const cli = spawn(process.execPath, [fileURLToPath(import.meta.resolve("@qoder/work-cli")), ...command], {
  stdio: "inherit",
  env: { ...process.env, QODER_PAT: "pt-any" },
});
const [exitCode] = await once(cli, "exit");
process.exitCode = exitCode;

console.error(`\nMock  ${mock.url}\nDocs  ${docs.url}`);
if (values.once || exitCode !== 0) await stop();
else {
  console.error(`
Next, in another terminal:
  the same as JSON  QODER_PAT=pt-any npm run -s qoder-work -- ${command.join(" ")} --json
  an error          curl -H "Authorization: Bearer pt-any" -H "Prefer: code=404" ${url}
  change the API    save a file under spec/

Serving until Ctrl-C.`);
  const { Loop } = await import("./loop.ts"); // loads the compiler, which the lines above need not wait for
  if (!isStopped) {
    loop = new Loop(mock, docs, console.error);
    await loop.ready;
    if (!isStopped)
      console.error("Watching spec/: the types, the mock, the docs and the type check follow each save.\n");
  }
}

/** The wanted port of 127.0.0.1, or the next free one. */
async function freePort(wanted: number, what: string): Promise<number> {
  const port = await getPort({ host: "127.0.0.1", port: portNumbers(wanted, wanted + 9) });
  if (port !== wanted) console.error(`Port ${wanted} is busy, so the ${what} takes ${port}.`);
  return port;
}
