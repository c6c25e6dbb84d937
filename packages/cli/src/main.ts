#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { apiHash, apiVersion, createClient, type EnvironmentId, type WorkItemId } from "@qoder/work-client";
import { Command, InvalidArgumentError } from "commander";
import { exitCodeOf, exitCodesHelp, explain } from "./failure.ts";
import { summary, withoutSecret } from "./summary.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const program = new Command("qoder-work")
  .description("Reads work items of self-hosted Environments. The token is taken from QODER_PAT.")
  .version(`${version} (API ${apiVersion}, spec ${apiHash})`)
  .addHelpText("after", exitCodesHelp)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("get")
  .description("print one work item")
  .argument("<environment_id>", "id of the Environment, such as env_019e64e0…")
  .argument("<work_id>", "id of the work item, such as work_019f3be4…")
  .option("--json", "print the work item as JSON, for programs")
  .option("--base-url <url>", "another server, such as a mock on http://127.0.0.1:4010", baseUrlOf)
  .addHelpText("after", exitCodesHelp)
  .action(
    async (environment_id: string, work_id: string, { json, baseUrl }: { json?: true; baseUrl?: string }) => {
      const token = process.env["QODER_PAT"];
      if (!token)
        program.error("error: there is no token: set QODER_PAT to a Personal Access Token", { exitCode: 2 });
      const work = createClient({ baseUrl, token });
      const item = await work.getWorkItem({
        environment_id: environment_id as EnvironmentId,
        work_id: work_id as WorkItemId,
      });
      console.log(json ? JSON.stringify(withoutSecret(item), null, 2) : summary(item));
    },
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(`qoder-work: ${explain(error)}`);
  process.exitCode = exitCodeOf(error);
}

function baseUrlOf(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash) return text;
  throw new InvalidArgumentError("Expected an http or https URL, such as http://127.0.0.1:4010.");
}
