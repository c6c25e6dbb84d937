import { createClient, type OperationId, type Params, type WorkClient, WorkError } from "@qoder/work-client";
import { type Command, Option } from "commander";
import { operations } from "./generated/commands.gen.ts";
import { describe, type Parameter, refuse } from "./operation.ts";
import { jsonOf, summary } from "./summary.ts";
import { parseTime } from "./time.ts";

export interface Options {
  json?: true;
  baseUrl?: string;
}

export interface FollowOptions extends Options {
  /** In milliseconds. */
  interval: number;
  /** In milliseconds. */
  timeout: number;
}

/** Adds a command that calls the API, with the options that all such commands have. */
export const addCommand = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .option("--json", "print JSON for programs, errors included")
    .option("--base-url <url>", "another server, such as a mock on http://127.0.0.1:4010", baseUrlOf);

type Action<Id extends OperationId, O> = (
  work: WorkClient,
  params: Omit<Params<Id>, "body">,
  options: O,
  words: string[],
) => Promise<unknown>;

/**
 * Adds a command for one operation. Its arguments are the parameters of the path, and words that may follow. It prints
 * what `action` returns.
 */
export function addShortcut<Id extends OperationId, O extends Options>(
  program: Command,
  name: string,
  id: Id,
  description: string,
  action: Action<Id, O>,
): Command {
  const all: Parameter[] = operations[id].parameters;
  const parameters = all.filter((one) => one.in === "path");
  const command = addCommand(program, name, description);
  for (const one of parameters) command.argument(`<${one.name}>`, describe({ ...one, required: false }));
  return command.action(async () => {
    const { processedArgs: values } = command;
    const options = command.opts<O>();
    const params = Object.fromEntries(parameters.map((one, at) => [one.name, values[at]]));
    const answer = await action(clientOf(options), params as Params<Id>, options, values[parameters.length]);
    if (answer) console.log(options.json ? jsonOf(answer) : summary(answer));
  });
}

/** Adds a command that reads a work item again and again, for the time `timeout` by default. */
export function addFollowCommand<O extends FollowOptions>(
  program: Command,
  name: string,
  description: string,
  timeout: string,
  action: Action<"getWorkItem", O>,
): Command {
  const interval = new Option("--interval <time>", "time between two reads; grows while nothing changes");
  const limit = new Option("--timeout <time>", "give up after this time, such as 90s or 10m");
  return addShortcut(program, name, "getWorkItem", description, action)
    .addOption(interval.argParser(timeOf).default(parseTime("2s"), "2s"))
    .addOption(limit.argParser(timeOf).default(parseTime(timeout) ?? Infinity, timeout));
}

/**
 * Creates the client for a command.
 *
 * @throws {WorkError} of kind `argument` if there is no token
 */
export function clientOf({ baseUrl }: Options, create = createClient): WorkClient {
  const token = withoutLineEnd(process.env["QODER_PAT"] ?? "");
  if (!token) throw new WorkError("argument", "there is no token: set QODER_PAT to a Personal Access Token");
  return create({ baseUrl, token });
}

/** Text from a file can end in a line end, also that of Windows; a token, an id or an option never does. */
export const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, "");

const timeOf = (text: string) => parseTime(text) || refuse("Expected a time, such as 500ms, 2s or 10m.");

function baseUrlOf(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash) return text;
  refuse("Expected an http or https URL, such as http://127.0.0.1:4010.");
}
