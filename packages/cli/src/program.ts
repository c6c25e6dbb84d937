import { readFileSync } from "node:fs";
import { apiHash, apiVersion } from "@qoder/work-client";
import { Command } from "commander";
import { addCompletion } from "./completion.ts";
import { exitCodeOf, exitCodesHelp, report } from "./failure.ts";
import { addGet } from "./get.ts";
import { withoutLineEnd } from "./options.ts";
import { addWait } from "./wait.ts";
import { addWatch } from "./watch.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** Runs a command line, prints errors, and returns the exit code. If the signal aborts, that is its reason. */
export async function run(args: string[], signal: AbortSignal): Promise<number> {
  const words = args.map(withoutLineEnd);
  try {
    await createProgram(signal).parseAsync(words, { from: "user" });
    return 0;
  } catch (error) {
    if (signal.aborted) return signal.reason;
    report("error", error, words.includes("--json"));
    return exitCodeOf(error);
  }
}

function createProgram(signal: AbortSignal): Command {
  const program = new Command("qoder-work")
    .description(
      "Reads work items of self-hosted Environments. The environment variable QODER_PAT holds the token.",
    )
    .version(`${version} (API ${apiVersion}, spec ${apiHash})`)
    .addHelpText("after", exitCodesHelp)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  addGet(program, signal);
  addWatch(program, signal);
  addWait(program, signal);
  addCompletion(program);
  return program;
}
