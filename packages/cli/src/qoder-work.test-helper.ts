import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };

export const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
export const item = spec.components.examples.WorkItemActive.value;
export const ids = [item.environment_id, item.id];

type Environment = Record<string, string>;

/** Starts a program that sees the token and `env` of the environment, and collects what it prints. */
export function start(file: string, args: string[], env: Environment = {}) {
  const child = spawn(file, args, {
    env: { PATH: process.env["PATH"] ?? "", QODER_PAT: "pt-secret", ...env },
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  const result = once(child, "close").then(([code, signal]) => ({ code: code ?? signal, ...printed }));
  return { child, printed, result };
}

/** Runs the command to its end. */
export const qoderWork = (args: string[], env?: Environment) =>
  start(process.execPath, [main, ...args], env).result;
