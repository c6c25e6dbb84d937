import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { OperationId, WorkClient } from "@qoder/work-client";
import { Argument, type Command, Option } from "commander";
import { addCommand, ask, type Options } from "./command.ts";
import { type Api, describe, type Parameter, parametersOf, parseJson, refuse } from "./operation.ts";
import { jsonOf } from "./text.ts";

const description = `Calls any operation of the API, and prints its answer as JSON: indented on a terminal, else in a line.

Repeat NAME=VALUE for a list; write an object as JSON. \`qoder-work call <operation> --help\` lists the parameters.`;

/** Adds `call`, with a command for each operation. */
export function addCall(program: Command, signal: AbortSignal, api: Api): void {
  const call = program
    .command("call")
    .summary("call any operation of the API")
    .description(description)
    .usage("<operation> [NAME=VALUE...] [options]");
  for (const id in api.operations) addOperation(call, signal, api, id);
}

function addOperation(call: Command, signal: AbortSignal, api: Api, id: string): void {
  const { summary, description, parameters, body } = api.operations[id] as Api["operations"][string];
  const command = addCommand(call, id, description || summary)
    .summary(summary)
    .argument("[NAME=VALUE...]")
    .configureHelp({
      visibleArguments: () => parameters.map(argumentOf),
      argumentDescription: (argument) => argument.description,
    })
    .action(async (words: string[], { body: file, ...options }: Options & { body?: string }) => {
      const params = parametersOf(parameters, words);
      if (file !== undefined) params["body"] = await bodyOf(file, signal);
      const send = (work: WorkClient) => work[id as OperationId](params as never, { signal });
      const answer = await ask(options, params, send, api);
      const indented = process.stdout.isTTY && !options.json;
      if (answer !== undefined) console.log(jsonOf(answer, indented ? 2 : 0));
    });
  if (!body) return;
  const note = `(${body.required ? "required; " : ""}file of JSON, or - for stdin)`;
  command
    .addOption(
      new Option("--body <file>", `${body.description} ${note}`.trim()).makeOptionMandatory(body.required),
    )
    .addHelpText("after", `\nExample of a body, sent as ${body.mediaType}:\n${body.example}`);
}

/** A parameter as the help shows it. Its choices are the words that the shell completes. */
function argumentOf(parameter: Parameter): Argument {
  const { name, type, values } = parameter;
  const words = values?.map((value) => `${name}=${value}`) ?? [`${name}=`];
  return new Argument(`${name}=<${type}>`, describe(parameter)).choices(words);
}

async function bodyOf(file: string, signal: AbortSignal): Promise<unknown> {
  const stream = addAbortSignal(signal, file === "-" ? process.stdin : createReadStream(file));
  const bytes = await buffer(stream).catch(({ message }) => refuse(`--body: ${message}`));
  const name = file === "-" ? "stdin" : file;
  if (!isUtf8(bytes)) refuse(`${name}: expected UTF-8; received another encoding`);
  return parseJson(new TextDecoder().decode(bytes), name);
}
