import { createClient, type EnvironmentId, type WorkClient, type WorkItemId } from "@qoder/work-client";
import { type Command, InvalidArgumentError } from "commander";
import { exitCodesHelp } from "./failure.ts";

export interface ItemOptions {
  json?: true;
  baseUrl?: string;
}

type Action<Options> = (
  ids: { environment_id: EnvironmentId; work_id: WorkItemId },
  options: Options,
) => Promise<void>;

/** Adds a command that reads one work item, with the arguments and options that all such commands have. */
export function addItemCommand<Options extends ItemOptions>(
  program: Command,
  name: string,
  description: string,
  action: Action<Options>,
): Command {
  return program
    .command(name)
    .description(description)
    .argument("<environment_id>", "id of the Environment, such as env_019e64e0…")
    .argument("<work_id>", "id of the work item, such as work_019f3be4…")
    .option("--json", "print JSON for programs, errors included")
    .option("--base-url <url>", "another server, such as a mock on http://127.0.0.1:4010", baseUrlOf)
    .addHelpText("after", exitCodesHelp)
    .action((environment_id: EnvironmentId, work_id: WorkItemId, options: Options) =>
      action({ environment_id, work_id }, options),
    );
}

/**
 * The client for a command.
 *
 * @throws {CommanderError} where there is no token
 */
export function clientOf(program: Command, { baseUrl }: ItemOptions): WorkClient {
  const token = withoutLineEnd(process.env["QODER_PAT"] ?? "");
  if (!token) program.error("there is no token: set QODER_PAT to a Personal Access Token", { exitCode: 2 });
  return createClient({ baseUrl, token });
}

/** Text that comes from a file can end in a line end, that of Windows too; no token, id or option does. */
export const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, "");

function baseUrlOf(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash) return text;
  throw new InvalidArgumentError("Expected an http or https URL, such as http://127.0.0.1:4010.");
}
