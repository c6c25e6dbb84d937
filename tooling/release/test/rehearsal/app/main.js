// Starts the mock, and reads from it through the client and through the command.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startMock } from "@qoder/work-mock";
import { read } from "./app.ts";

/** With a proxy that is loaded, and passed by. */
const proxy = { http_proxy: "http://127.0.0.1:1", no_proxy: "127.0.0.1" };
const env = { ...process.env, ...proxy, QODER_PAT: "pt-any" };
const command = async (name, ...args) =>
  (await promisify(execFile)(`node_modules/.bin/${name}`, args, { env })).stdout.trim();

const mock = await startMock();
const results = {
  version: await command("qoder-work", "--version"),
  client: await read(mock),
  cli: JSON.parse(await command("qoder-work", "get", "env_1", "work_1", "--json", "--base-url", mock.url)),
  mockHelp: await command("qoder-work-mock", "--help"),
};
await mock.close();
console.log(JSON.stringify(results));
