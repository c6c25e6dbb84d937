import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serveDocs } from "@qoder/work-docs";
import { startMock } from "@qoder/work-mock";
import getPort, { portNumbers } from "get-port";

const { once: isOnce } = parseArgs({ options: { once: { type: "boolean", default: false } } }).values;

const mock = await startMock({ port: await freePort(4010, "mock") });
const docs = await serveDocs({ port: await freePort(4020, "docs"), live: !isOnce });
const closing = new AbortController();
const stop = async () => {
  if (closing.signal.aborted) return; // `npm start` hands on what the terminal has sent already
  closing.abort();
  await Promise.all([mock.close(), docs.close()]);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

const sample = await (await fetch(`${docs.url}/getWorkItem-curl.sh`)).text();
const curl = sample.replace(/https?:\/\/[^/]+/, mock.url).replaceAll(/\s*\\\n\s*/g, " ");
const ids = curl.match(/(?<=\/)[a-z]+_\w+/g) ?? []; // in the spec, every id has a prefix
const command = ["get", ...ids, "--base-url", mock.url];
console.error("\nOne work item, read by the CLI through the generated client from the mock:\n");
const cli = spawn(process.execPath, [fileURLToPath(import.meta.resolve("@qoder/work-cli")), ...command], {
  stdio: "inherit",
  env: { ...process.env, QODER_PAT: "pt-any" },
});
const [exitCode] = await once(cli, "exit");
process.exitCode = exitCode;

console.error(`\nMock  ${mock.url}\nDocs  ${docs.url}`);
if (isOnce || exitCode !== 0) await stop();
else {
  console.error(`
Next, in another terminal:
  the same as JSON  QODER_PAT=pt-any npm run -s qoder-work -- ${command.join(" ")} --json
  an error          ${curl.trim().replaceAll(/\$\w+/g, "pt-any")} --header "Prefer: code=404"
  change the API    save a file under spec/

Serving until Ctrl-C.`);
  const { Loop } = await import("./loop.ts"); // loads the compiler, which the lines above need not wait for
  if (!closing.signal.aborted) await new Loop(mock, docs, console.error).run(closing.signal);
}

/** The wanted port of 127.0.0.1, or the next free one. */
async function freePort(wanted: number, what: string): Promise<number> {
  const port = await getPort({ host: "127.0.0.1", port: portNumbers(wanted, wanted + 9) });
  if (port !== wanted) console.error(`Port ${wanted} is busy: ${what} on ${port} instead.`);
  return port;
}
