import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { conformanceOf } from "./conformance.ts";
import { readContract } from "./contract.ts";
import { judgeOf } from "./judge.ts";
import { help, optionsOf } from "./options.ts";
import { redacted } from "./redact.ts";
import { hasFailed, junitOf, tableOf } from "./report.ts";

/** Where a command prints: a process, or what stands for one. */
export interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
}

/**
 * Compares a live server with the spec, as the arguments say.
 *
 * @param pause The time between two requests, in ms.
 * @returns the exit code; `help` says what each means
 */
export async function run(
  args: string[],
  token: string | undefined,
  streams: Streams,
  pause = 250,
): Promise<number> {
  try {
    return await compare(args, token, streams, pause);
  } catch (error) {
    const { message } = error as Error;
    streams.stderr.write(`conformance: ${redacted(message, token ?? "")}\n`);
    return 2;
  }
}

async function compare(
  args: string[],
  token: string | undefined,
  { stdout, stderr }: Streams,
  pause: number,
): Promise<number> {
  const contract = await readContract(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
  const options = optionsOf(args, token, contract);
  if (!options) {
    stdout.write(help);
    return 0;
  }
  const { strict, json, junit } = options;
  const showProgress = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[K${text}`);
  const report = await conformanceOf({
    ...options,
    operations: contract.operations,
    judge: await judgeOf(contract),
    pause,
    progress: showProgress,
  });
  showProgress("");
  stdout.write(`${json ? JSON.stringify(report, null, 2) : tableOf(report)}\n`);
  if (junit) writeFileSync(junit, junitOf(report, strict));
  switch (report.stopped) {
    case "token":
      stderr.write("conformance: the server refused the token in QODER_PAT, so nothing more was sent.\n");
      return 3;
    case "connection":
      stderr.write(`conformance: ${report.server} did not answer. Check --base-url and the network.\n`);
      return 6;
    default:
      return report.rows.some((row) => hasFailed(row, strict)) ? 1 : 0;
  }
}
