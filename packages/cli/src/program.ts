import { readFileSync } from "node:fs";
import { apiHash, apiVersion, createClient, WorkError } from "@qoder/work-client";
import { Command } from "commander";
import { addCall } from "./call.ts";
import { addCompletion } from "./completion.ts";
import { exitCodeOf, exitCodesHelp, report } from "./failure.ts";
import { addFollow } from "./follow.ts";
import { operations, variables } from "./generated/commands.gen.ts";
import { addList } from "./list.ts";
import type { Api } from "./operation.ts";
import { addShortcuts } from "./shortcuts.ts";
import { withoutLineEnd } from "./text.ts";

const { version, engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const own: Api = { operations, variables, createClient };

/** Runs a command line, prints errors, and returns the exit code. If the signal aborts, that is its reason. */
export async function run(args: string[], signal: AbortSignal, api: Api = own): Promise<number> {
  const words = args.map(withoutLineEnd);
  const oldest = engines.node.slice(2);
  try {
    if (process.versions.node.localeCompare(oldest, "en", { numeric: true }) < 0)
      throw new Error(`qoder-work needs Node ${oldest} or later; this is ${process.version}`);
    await createProgram(signal, api).parseAsync(words, { from: "user" });
    return 0;
  } catch (reason) {
    if (signal.aborted) return signal.reason;
    const isDeep = reason instanceof RangeError && reason.message.includes("stack");
    const deep = () => Object.assign(new WorkError("decode", "the answer is nested too deeply"), reason);
    const error = isDeep ? deep() : reason;
    report("error", error, words.includes("--json"));
    return exitCodeOf(error);
  }
}

function createProgram(signal: AbortSignal, api: Api): Command {
  const program = new Command("qoder-work")
    .description(
      "Reads and steers work items of self-hosted Environments. The environment variable QODER_PAT holds the token.",
    )
    .version(`${version} (API ${apiVersion}, spec ${apiHash})`)
    .addHelpText("afterAll", exitCodesHelp)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  addList(program, signal);
  addShortcuts(program, signal);
  addFollow(program, signal);
  addCall(program, signal, api);
  addCompletion(program);
  return program;
}
