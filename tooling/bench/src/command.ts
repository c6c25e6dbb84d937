import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { descendants } from "../../start/test/processes.ts";

export type Command = [file: string, ...args: string[]];

/** The command of openapi-typescript, which the repository uses and is compared with. */
export const openapiTypescript = (spec: string, output: string): Command => [
  process.execPath,
  fileURLToPath(new URL("../node_modules/openapi-typescript/bin/cli.js", import.meta.url)),
  spec,
  `--output=${output}`,
];

/** Starts a command, and collects what it prints. `ended` rejects with that, unless the command ends with 0. */
export function start([file, ...args]: Command, cwd: string) {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", NO_COLOR: "1" };
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const running = {
    printed: "",
    ended: once(child, "close").then(([code]) => {
      const command = [file, ...args].join(" ");
      if (code !== 0) throw new Error(`\`${command}\` in ${cwd} ended with ${code}:\n${running.printed}`);
    }),
    async stop(): Promise<void> {
      child.kill();
      await running.ended.catch(() => {});
    },
  };
  running.ended.catch(() => {});
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      running.printed += chunk;
    });
  return running;
}

export type Running = ReturnType<typeof start>;

/** Asks every 25 ms whether something holds, while a command runs; resolves to the time at which it does, in ms. */
export async function until(holds: () => boolean | Promise<boolean>, running: Running): Promise<number> {
  const early = running.ended.then(() => {
    throw new Error(`The command has ended too early:\n${running.printed}`);
  });
  early.catch(() => {});
  while (!(await holds())) await Promise.race([setTimeout(25), early]);
  return performance.now();
}

/**
 * Measures how many ms a command takes, to its end or until it prints what is waited for, and how many bytes of memory it
 * and what it starts have at most, each half second.
 */
export async function measure(command: Command, cwd: string, ready?: RegExp) {
  let bytes = 0;
  const look = () => {
    const kilobytes = descendants(process.pid).reduce((sum, { memory }) => sum + memory, 0);
    bytes = Math.max(bytes, kilobytes * 1024);
  };
  const begin = performance.now();
  const running = start(command, cwd);
  const timer = setInterval(look, 500);
  if (!ready) await running.ended;
  else await until(() => ready.test(running.printed), running);
  const ms = performance.now() - begin;
  clearInterval(timer);
  await running.stop();
  return { ms, bytes };
}
