import { createClient, type OperationId, type Params, type WorkClient, WorkError } from "@qoder/work-client";
import { validated } from "@qoder/work-client/validate";
import { type Command, Option } from "commander";
import { operations } from "./generated/commands.gen.ts";
import { describe, type Parameter, refuse } from "./operation.ts";
import { proxied } from "./proxy.ts";
import { summary } from "./summary.ts";
import { jsonOf, withoutLineEnd } from "./text.ts";

export interface Options {
  json?: true;
  baseUrl?: string;
}

const baseUrlHelp = "another server, such as a mock on http://127.0.0.1:4010";

/** Adds a command that calls the API, with the options that all such commands have. */
export const addCommand = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .option("--json", "print JSON for programs, errors included")
    .addOption(new Option("--base-url <url>", baseUrlHelp).env("QODER_BASE_URL"));

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
    const answer = await clientOf(options)
      .then((work) => action(work, params as Params<Id>, options, values[parameters.length]))
      .catch(about(params));
    if (answer) console.log(options.json ? jsonOf(answer) : summary(answer));
  });
}

/** Adds to an error the work item that a command is about. */
export const about =
  ({ work_id }: Record<string, unknown>) =>
  (error: unknown): never => {
    throw Object.assign(Object(error), work_id !== undefined && { id: work_id });
  };

/**
 * Creates the client for a command. It compares every answer with the spec.
 *
 * @throws {InvalidArgumentError} if the URL is none
 * @throws {WorkError} of kind `argument` if there is no token, or a proxy that cannot be used
 */
export async function clientOf(options: Options, create = createClient): Promise<WorkClient> {
  const token = process.env["QODER_PAT"]?.trim();
  if (!token) throw new WorkError("argument", "there is no token: set QODER_PAT to a Personal Access Token");
  const baseUrl = options.baseUrl === undefined ? undefined : baseUrlOf(options.baseUrl);
  return validated(create({ baseUrl, token, fetch: await proxied(baseUrl) }));
}

function baseUrlOf(given: string): string {
  const text = withoutLineEnd(given);
  const url = URL.parse(text);
  const isPlain = url && !url.username && !url.search && !url.hash && !/\s/.test(text);
  if (isPlain && /^https?:$/.test(url.protocol)) return text;
  const name = given === process.env["QODER_BASE_URL"] ? "QODER_BASE_URL" : "--base-url";
  refuse(`${name} must be an http or https URL, such as http://127.0.0.1:4010; received "${text}"`);
}
