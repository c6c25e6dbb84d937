import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Place {
  cwd: string;
  /** All that a command sees of the environment. */
  env: Record<string, string>;
}

/**
 * Runs a command to its end, and resolves to what it prints on stdout.
 *
 * @throws {Error} with all that it printed, if it fails or takes longer than two minutes
 */
export async function run(place: Place, file: string, ...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(file, args, { ...place, timeout: 120_000 })).stdout;
  } catch (error) {
    const { code, killed, stdout, stderr } = error as Record<"code" | "killed" | "stdout" | "stderr", string>;
    const end = killed ? "did not end in two minutes" : `failed with ${code}`;
    throw new Error(`\`${[file, ...args].join(" ")}\` in ${place.cwd} ${end}:\n${stdout}${stderr}`);
  }
}
