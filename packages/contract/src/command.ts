import { writeFileSync } from "node:fs";
import type { Api } from "@qoder/work-codegen";
import { conformanceOf } from "./conformance.ts";
import { judgeOf } from "./judge.ts";
import { helpOf, optionsOf } from "./options.ts";
import { redactorOf } from "./redact.ts";
import { hasFailed, junitOf, tableOf } from "./report.ts";

/** The streams of a process that a command prints to. */
export interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
}

/**
 * Runs `pnpm conformance`.
 *
 * @returns the exit code; see {@link helpOf}
 */
export async function run(
  api: Api | Promise<Api>,
  args: string[],
  token = "",
  streams: Streams,
): Promise<number> {
  try {
    return await compare(await api, args, token, streams);
  } catch (error) {
    const { message } = error as Error;
    streams.stderr.write(`conformance: ${redactorOf(token)(message)}\n`);
    return 2;
  }
}

async function compare(api: Api, args: string[], token: string, { stdout, stderr }: Streams) {
  const options = optionsOf(args, token, api);
  if (!options) {
    stdout.write(helpOf(api));
    return 0;
  }
  const { strict, json, junit, ...server } = options;
  const progress = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[K${text}`);
  const report = await conformanceOf({ ...server, api, judge: judgeOf(api), progress });
  progress("");
  stdout.write(`${json ? JSON.stringify(report, null, 2) : tableOf(report)}\n`);
  if (junit) writeFileSync(junit, junitOf(report, strict));
  if (report.stopped === "token") {
    stderr.write(
      "conformance: the server refused the token in QODER_PAT, so the run stopped. Check the token.\n",
    );
    return 3;
  }
  if (report.rows.every(({ result }) => /^not /.test(result))) {
    const reason = report.rows.find(({ result }) => result === "not judged")?.reason;
    const because = reason ? `: ${reason}` : "";
    stderr.write(
      `conformance: no answer of ${report.server} could be judged${because}. Check --base-url and the network.\n`,
    );
    return 6;
  }
  return report.rows.some((row) => hasFailed(row, strict)) ? 1 : 0;
}
