import { writeFileSync } from "node:fs";
import type { Api } from "@qoder/work-codegen";
import { conformanceOf } from "./conformance.ts";
import { helpOf, optionsOf } from "./options.ts";
import { redactorOf } from "./redact.ts";
import { hasFailed, junitOf, tableOf } from "./report.ts";

/** The streams of a process that a command prints to. */
interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
}

/**
 * Runs `pnpm conformance`.
 *
 * @param reading The spec; that it cannot be read is a failure of the command too.
 * @returns the exit code; see {@link helpOf}
 */
export async function run(
  reading: Promise<Api>,
  args: string[],
  token: string | undefined,
  { stdout, stderr }: Streams,
): Promise<number> {
  const failed = (code: number, sentence: string) => {
    stderr.write(`conformance: ${sentence}\n`);
    return code;
  };
  try {
    const api = await reading;
    const options = optionsOf(args, token, api);
    if (!options) {
      stdout.write(helpOf(api));
      return 0;
    }
    const { strict, json, junit, ...server } = options;
    const progress = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[K${text}`);
    const report = await conformanceOf({ ...server, api, progress });
    progress("");
    stdout.write(`${json ? JSON.stringify(report, null, 2) : tableOf(report)}\n`);
    if (junit) writeFileSync(junit, junitOf(report, strict));
    const { stopped, rows } = report;
    if (stopped === "token")
      return failed(3, "the server refused the token in QODER_PAT, so the run stopped. Check the token.");
    if (rows.some(({ result }) => !/^not /.test(result)))
      return rows.some((row) => hasFailed(row, strict)) ? 1 : 0;
    const { reason } = rows.find(({ result }) => result === "not judged") ?? {};
    const found = `no answer of ${report.server} could be judged${reason ? `: ${reason}` : ""}`;
    return failed(6, `${found}. Check --base-url and the network.`);
  } catch (error) {
    return failed(2, redactorOf(token ?? "")((error as Error).message));
  }
}
