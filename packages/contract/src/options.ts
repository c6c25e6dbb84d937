import { parseArgs } from "node:util";
import type { Contract } from "./contract.ts";
import { flagOf, type Known } from "./live-probes.ts";

export const help = `Usage: pnpm conformance --base-url <url> [--environment <id>] [--work <id>] [options]

Compares what a live server answers with the spec. It sends GET requests only, about four in a second, with the token
from QODER_PAT, and stops when the token is refused. Ids that are not given are made up.

  --environment <id>          an Environment that the token may see
  --work <id>                 a work item of it
  --foreign-environment <id>  an Environment that the token may not see, for 403
  --cloud-environment <id>    an Environment that is not self-hosted, for 400
  --strict                    fail also for what is not documented and breaks nothing
  --json                      print the report as JSON
  --junit <file>              write the report as JUnit XML

Exit codes: 0 the server keeps the contract, 1 it breaks it, 2 the command line, QODER_PAT or the JUnit file is not
usable, 3 the token was refused, 6 the server did not answer.
`;

export interface Options {
  baseUrl: string;
  token: string;
  known: Known;
  strict: boolean;
  json: boolean;
  junit: string | undefined;
}

/**
 * The options of a command line; `undefined` where it asks for help.
 *
 * @throws {Error} with a sentence that says what was expected, before anything is sent
 */
export function optionsOf(
  args: string[],
  token = "",
  { document, operations }: Contract,
): Options | undefined {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const parameters = new Map(
    operations
      .flatMap((operation) => operation.parameters)
      .filter(({ in: place }) => place === "path")
      .map(({ name, schema }) => [name, schema.pattern ?? ""]),
  );
  const { values } = parseArgs({
    args,
    options: {
      ...Object.fromEntries([...parameters.keys()].map((name) => [flagOf(name).slice(2), text])),
      "base-url": text,
      "foreign-environment": text,
      "cloud-environment": text,
      junit: text,
      json: flag,
      strict: flag,
      help: { ...flag, short: "h" },
    },
  }) as { values: Record<string, string | boolean | undefined> };
  if (values["help"]) return undefined;
  const textOf = (name: string) => values[name] as string | undefined;
  const idOf = (parameter: string, option: string) => {
    const id = textOf(option.slice(2));
    const pattern = parameters.get(parameter) ?? "";
    if (id === undefined || new RegExp(pattern, "u").test(id)) return id;
    throw new Error(`${option} must match ${pattern}; received "${id}".`);
  };
  const ids = [...parameters.keys()].map((name) => [name, idOf(name, flagOf(name))]);
  const servers = (document as { servers?: { url: string }[] }).servers ?? [];
  return {
    baseUrl: checkedUrl(textOf("base-url"), servers[0]?.url),
    token: checkedToken(token),
    known: {
      ids: Object.fromEntries(ids.filter(([, id]) => id !== undefined)),
      foreign: idOf("environment_id", "--foreign-environment"),
      cloud: idOf("environment_id", "--cloud-environment"),
    },
    strict: Boolean(values["strict"]),
    json: Boolean(values["json"]),
    junit: textOf("junit"),
  };
}

function checkedUrl(text = "", example = ""): string {
  // A path, or a trailing `?` or `#`, would lead requests to other operations.
  if (/^https?:\/\/[^/?#@\s]+\/?$/.test(text) && URL.canParse(text)) return text;
  const shown = text.replace(/\/\/.*@/, "//…@");
  throw new Error(
    `--base-url must be an http or https URL without a path, such as ${example}; received "${shown}".`,
  );
}

function checkedToken(token: string): string {
  if (/^[!-~]+$/.test(token)) return token;
  throw new Error(
    "set QODER_PAT to a Personal Access Token: there is none, or it has characters that no header can carry.",
  );
}
