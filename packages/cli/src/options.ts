import {
  createClient,
  type EnvironmentId,
  type WorkClient,
  WorkError,
  type WorkItemId,
} from "@qoder/work-client";
import { type Command, InvalidArgumentError, Option } from "commander";
import { exitCodesHelp } from "./failure.ts";
import { parseTime } from "./time.ts";

export interface ItemOptions {
  json?: true;
  baseUrl?: string;
}

export interface FollowOptions extends ItemOptions {
  /** In milliseconds. */
  interval: number;
  /** In milliseconds. */
  timeout: number;
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

/** Adds a command that reads a work item again and again, for the time `timeout` by default. */
export function addFollowCommand<Options extends FollowOptions>(
  program: Command,
  name: string,
  description: string,
  timeout: string,
  action: Action<Options>,
): Command {
  const interval = new Option("--interval <time>", "time between two reads; grows while nothing changes");
  const limit = new Option("--timeout <time>", "give up after this time, such as 90s or 10m");
  return addItemCommand(program, name, description, action)
    .addOption(interval.argParser(timeOf).default(parseTime("2s"), "2s"))
    .addOption(limit.argParser(timeOf).default(parseTime(timeout) ?? Infinity, timeout));
}

/**
 * Creates the client for a command.
 *
 * @throws {WorkError} of kind `argument` if there is no token
 */
export function clientOf({ baseUrl }: ItemOptions): WorkClient {
  const token = withoutLineEnd(process.env["QODER_PAT"] ?? "");
  if (!token) throw new WorkError("argument", "there is no token: set QODER_PAT to a Personal Access Token");
  return createClient({ baseUrl, token });
}

/** Text from a file can end in a line end, also that of Windows; a token, an id or an option never does. */
export const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, "");

function timeOf(text: string): number {
  const time = parseTime(text);
  if (time) return time;
  throw new InvalidArgumentError("Expected a time, such as 500ms, 2s or 10m.");
}

function baseUrlOf(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash) return text;
  throw new InvalidArgumentError("Expected an http or https URL, such as http://127.0.0.1:4010.");
}
