import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { app } from "./install.ts";

const run = promisify(execFile);

/** Runs a command in the app and resolves to what it prints. It must end by itself. */
export async function outputOf(baseUrl: string, file: string, ...args: string[]): Promise<string> {
  const env = { BASE_URL: baseUrl, DENO_DIR: `${app}/deno`, NO_COLOR: "1" };
  try {
    return (await run(file, args, { cwd: app, env, timeout: 60_000 })).stdout;
  } catch (cause) {
    const { code, killed, stderr } = cause as { code: unknown; killed: boolean; stderr: string };
    if (code === "ENOENT")
      throw new Error(`No such runtime for ${process.platform} ${process.arch}: ${file}`);
    const [reason] = killed ? ["did not end in 60 s"] : (/.*error\b.*/i.exec(stderr) ?? [stderr]);
    throw new Error(`${file}: ${reason}`, { cause });
  }
}
