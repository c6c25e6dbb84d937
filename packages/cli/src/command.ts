import {
  type ClientOptions,
  createClient,
  isWorkError,
  type OperationId,
  type Params,
  type WorkClient,
} from "@qoder/work-client";
import { validated } from "@qoder/work-client/validate";
import { type Command, Option } from "commander";
import { operations, variables } from "./generated/commands.gen.ts";
import { type Api, describe, type Parameter, parametersOf } from "./operation.ts";
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

/**
 * Adds a command for one operation. Its arguments are the required parameters, and words that may follow. It prints
 * what `action` returns.
 */
export function addShortcut<Id extends OperationId, O extends Options>(
  program: Command,
  name: string,
  id: Id,
  description: string,
  action: (work: WorkClient, params: Omit<Params<Id>, "body">, options: O, words: string[]) => unknown,
): Command {
  const parameters = (operations[id].parameters as Parameter[]).filter(({ required }) => required);
  const command = addCommand(program, name, description);
  for (const one of parameters) command.argument(`<${one.name}>`, describe({ ...one, required: false }));
  return command.action(async () => {
    const { processedArgs: values } = command;
    const options = command.opts<O>();
    const params = parametersOf(
      parameters,
      parameters.map(({ name }, at) => `${name}=${values[at]}`),
    );
    const words = values[parameters.length];
    const answer = await ask(options, params, (work) => action(work, params as Params<Id>, options, words));
    if (answer) console.log(options.json ? jsonOf(answer) : summary(answer));
  });
}

/**
 * Calls the API. Every answer is compared with the spec, and an error has the work item that the parameters are about.
 *
 * @throws {WorkError} of kind `argument` if there is no credential, or a server or a proxy that cannot be used
 */
export async function ask(
  { baseUrl: given }: Options,
  { work_id: id }: Record<string, unknown>,
  send: (work: WorkClient) => unknown,
  api: Pick<Api, "variables" | "createClient"> = { variables, createClient },
): Promise<unknown> {
  const name = given === process.env["QODER_BASE_URL"] ? "QODER_BASE_URL" : "--base-url";
  try {
    const token = process.env["QODER_PAT"]?.trim();
    const credentials = credentialsOf(api.variables);
    const url = name === "QODER_BASE_URL" ? given || undefined : given; // an empty variable is as one that is not set
    const baseUrl = url && withoutLineEnd(url);
    const fetch = await proxied(baseUrl);
    return await send(validated(api.createClient({ baseUrl, token, credentials, fetch })));
  } catch (error) {
    // The client cannot know the names that its options have here.
    if (isWorkError(error))
      error.message = error.message
        .replace("`baseUrl`", name)
        .replaceAll("`token` or ", "")
        .replaceAll(/`credentials\.(.+?)`/g, (_, scheme) => `${api.variables[scheme]?.join(" and ")}`);
    throw Object.assign(Object(error), id !== undefined && { id });
  }
}

/** Credentials besides the token, from the environment: each a text, or a name and its password. */
function credentialsOf(variables: Api["variables"]): ClientOptions["credentials"] {
  const given = Object.entries(variables).flatMap(([scheme, names]) => {
    const [text, password = ""] = names.map((name) => process.env[name]);
    return text ? [[scheme, names.length > 1 ? { username: text, password } : text]] : [];
  });
  return Object.fromEntries(given);
}
