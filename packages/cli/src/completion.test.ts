import { spawnSync } from "node:child_process";
import { createClient, knownValues } from "@qoder/work-client";
import { expect, test, vi } from "vitest";
import { onTerminal, qoderWork, start } from "../test/qoder-work.ts";
import type { Parameter } from "./operation.ts";

const parameter: Parameter = {
  name: "thing",
  in: "query",
  required: false,
  description: "",
  type: "string",
  list: false,
};
const color: Parameter = { ...parameter, name: "color", values: ["red", "dark blue"] };
const operations = {
  getThing: { summary: "Get thing", description: "", parameters: [parameter, color] },
  getThings: { summary: "Get things", description: "", parameters: [{ ...parameter, name: "$(exit)" }] },
};

async function scriptOf(shell: string): Promise<string> {
  const { signal } = new AbortController();
  const api = { operations, variables: {}, createClient };
  return (await qoderWork(["completion", shell], {}, signal, undefined, api)).stdout;
}

test.each([
  ["qoder-work w", "watch wait"],
  ["qoder-work get env_1 work_1 --", "--json --base-url --help"],
  ["qoder-work wait env_1 work_1 --until ", knownValues.WorkItemState.join(" ")],
  ["qoder-work wait env_1 work_1 --interval ", ""],
  ["qoder-work completion ", "bash zsh fish --help"],
  ["qoder-work call ", "getThing getThings help --help"],
  ["qoder-work call getThing thing=1 ", "thing= color=red --json --base-url --help"],
  ["qoder-work call getThing color=r", "color=red"],
  ["qoder-work call getThings ", "--json --base-url --help"],
  ["qoder-work $(exit) ", ""],
])("in bash, %j is completed by %j", async (line, words) => {
  const press = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _qoder_work; echo "\${COMPREPLY[@]}"`;
  const args = ["--norc", "-c", `${await scriptOf("bash")}${press}`, "bash", ...line.split(" ")];
  expect(await start("bash", args).result).toStrictEqual({ code: 0, stdout: `${words}\n`, stderr: "" });
});

const shells: [shell: string, args: string[], load: string][] = [
  ["bash", ["--norc", "--noprofile", "-i"], 'eval "$SCRIPT"'],
  ["zsh", ["-f", "-i"], 'eval "$SCRIPT"'],
  ["fish", ["--no-config", "-i"], "echo $SCRIPT | source"],
];
const installed = shells.filter(([shell]) => spawnSync(shell, ["-c", "true"]).status === 0);

test.each(installed)("the tab key completes in %s", async (shell, args, load) => {
  const terminal = onTerminal(shell, args, 80, { SCRIPT: await scriptOf(shell), HOME: "/nonexistent" });
  const shows = (text: string) =>
    vi.waitUntil(() => terminal.lines().join("\n").includes(text), { timeout: 50_000, interval: 10 });
  terminal.press(`${load}; echo "loaded"\r`);
  await shows("\nloaded");
  terminal.press("qoder-work wai\t--unt\tsta\t");
  await shows("qoder-work wait --until starting");
  terminal.press("\u0015qoder-work call getThing th\t1 color=\t"); // Ctrl-U empties the line
  await shows("qoder-work call getThing thing=1 color=red");
  terminal.press("\u0015exit\r");
  await terminal.end();
});
