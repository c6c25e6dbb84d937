import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

export interface Cost {
  ms: number;
  /** The most memory that one process of the command took, where the system tells (Linux). */
  megabytes: number;
}

/**
 * Runs a command and measures it, to its end or until it prints what is waited for.
 *
 * @throws {Error} with what it printed, if it fails
 */
export async function measure(
  cwd: string,
  [file = "", ...args]: string[],
  until?: RegExp,
): Promise<Cost & { output: string }> {
  const begin = performance.now();
  const bin = fileURLToPath(new URL("../../../node_modules/.bin", import.meta.url));
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env["PATH"]}`,
    REDOCLY_TELEMETRY: "off",
    NO_COLOR: "1",
  };
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const seen = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
        if (until?.test(output)) resolve();
      });
  });
  let megabytes = 0;
  const look = () => {
    megabytes = Math.max(megabytes, peakOf(child));
  };
  const watching = setInterval(look, 20);
  const ended = once(child, "close");
  await Promise.race([seen, ended]);
  const ms = performance.now() - begin;
  look();
  clearInterval(watching);
  if (until) child.kill();
  const [code] = await ended;
  if (until ? !until.test(output) : code !== 0)
    throw new Error(
      `\`${[file, ...args].join(" ")}\` in ${cwd} ended with ${code}:\n${output.slice(-12_000)}`,
    );
  return { ms, megabytes, output };
}

/** The largest peak among the processes of a tree, in megabytes; 0 where the system does not tell. */
function peakOf({ pid = 0 }: ChildProcess): number {
  let peak = 0;
  const tree = new Set([pid]);
  for (const entry of numbersIn("/proc")) {
    const status = read(`/proc/${entry}/status`);
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    if (tree.has(parent)) tree.add(entry);
    if (tree.has(entry)) peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
  }
  return peak;
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .map(Number)
      .filter((pid) => pid > 0)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it has ended
  }
}
