import { readFileSync } from "node:fs";
import { apiHash, apiVersion } from "@qoder/work-client";
import { Command } from "commander";
import { exitCodesHelp } from "./failure.ts";
import { addGet } from "./get.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The command line. It throws what goes wrong, a CommanderError for a mistake in the command line. */
export function createProgram(signal: AbortSignal): Command {
  const program = new Command("qoder-work")
    .description("Reads work items of self-hosted Environments. The token is taken from QODER_PAT.")
    .version(`${version} (API ${apiVersion}, spec ${apiHash})`)
    .addHelpText("after", exitCodesHelp)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  addGet(program, signal);
  return program;
}
