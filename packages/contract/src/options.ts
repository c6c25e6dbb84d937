import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { type Api, regExpOf, tokenSchemeOf } from "@qoder/work-codegen";
import { shortest } from "./redact.ts";
import { ofGateways } from "./retry.ts";

/** An option without a value is a flag. */
type Option = [name: string, value: string, text: string | undefined, pattern?: string | undefined];

/** Environments that lead to an error, each with the option that takes the id of one. */
export const environments = [
  { option: "foreign-environment", name: "an Environment that the token may not see", status: 403 },
  { option: "cloud-environment", name: "an Environment that is not self-hosted", status: 400 },
];

/** The options that every API has. */
const usual: Option[] = [
  ["rate", "<n>", "requests per second, at most (default 4)"],
  ["writes", "", "also send what may change something, such as a POST"],
  ["strict", "", "also fail for undocumented fields and values"],
  ["json", "", "print the report as JSON"],
  ["junit", "<file>", "write the report as JUnit XML"],
];
const taken = [
  ...["base-url", "help"],
  ...environments.map(({ option }) => option),
  ...usual.map(([option]) => option),
];

/** The option that takes an id: `work` for `work_id`, but `path-json` for `json`, which is an option already. */
export function optionOf(parameter: string): string {
  const option = parameter.replace(/_id$/, "").replaceAll("_", "-");
  return taken.includes(option) ? `path-${option}` : option;
}

/** The options besides `--base-url` and `--help`. */
function optionsIn({ operations }: Api): Option[] {
  const inPath = operations.flatMap(({ parameters }) => parameters).filter((one) => one.in === "path");
  const ids = new Map(inPath.map((one) => [one.name, one]));
  const ofEnvironment = ids.get("environment_id")?.schema.pattern;
  return [
    ...[...ids.values()].map(({ name, description, schema }): Option => {
      const [text] = description.split("\n");
      return [optionOf(name), "<id>", text, schema.pattern];
    }),
    ...environments.map(({ option, name, status }): Option => {
      return [option, "<id>", `${name}, for ${status}`, ofEnvironment];
    }),
    ...usual,
  ];
}

/** The text of `--help`. */
export const helpOf = (api: Api) => `Usage: pnpm conformance --base-url <url> [options]

Compares the answers of a live server with the spec. Sends only requests that change nothing, unless --writes is given, with the token from QODER_PAT, and stops if the server refuses the token. Ids that you do not give are made up.

${optionsIn(api)
  .map(([name, value, text]) => `  ${`--${name} ${value}`.padEnd(26)}  ${text}\n`)
  .join("")}
Exit codes:
  0  the server keeps the contract
  1  it breaks the contract
  2  an option, QODER_PAT or the JUnit file cannot be used
  3  the server refused the token
  6  nothing could be judged: the server did not answer, or only a gateway did (${ofGateways.join(", ")})
`;

/**
 * Reads a command line; undefined if it asks for help.
 *
 * @throws {Error} that says what was expected
 */
export function optionsOf(args: string[], token = "", api: Api) {
  const own = optionsIn(api);
  const options: ParseArgsOptionsConfig = {
    "base-url": { type: "string" },
    help: { type: "boolean", short: "h" },
  };
  for (const [name, value] of own) options[name] = { type: value ? "string" : "boolean" };
  const { values } = parseArgs({ args, options });
  const { help, writes = false, strict = false, json = false } = values as Record<string, boolean>;
  if (help) return undefined;
  const { "base-url": url, rate, junit, ...given } = values as Record<string, string>;
  const known: typeof given = Object.assign(Object.create(null), given); // an id may be called `constructor`
  for (const [name, , , pattern = ""] of own) {
    const { [name]: id } = known;
    if (id === undefined || regExpOf(pattern).test(id)) continue;
    throw new Error(`--${name} must match ${pattern}; received "${id}".`);
  }
  return {
    baseUrl: checkedUrl(url, api.servers[0]?.url),
    token: tokenSchemeOf(api) === undefined ? token : checkedToken(token),
    known,
    pause: 1000 / checkedRate(rate),
    writes,
    strict,
    json,
    junit,
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

function checkedRate(text = "4"): number {
  const rate = Number(text);
  if (/\d/.test(text) && rate > 0 && rate < Number.POSITIVE_INFINITY) return rate;
  throw new Error(`--rate must be a number above 0, such as 4; received "${text}".`);
}

function checkedToken(token: string): string {
  if (!token) throw new Error("QODER_PAT is not set. Set it to a token of the API.");
  if (!/^[!-~]+$/.test(token))
    throw new Error("QODER_PAT contains a character that an HTTP header cannot carry.");
  if (token.length < shortest) throw new Error(`QODER_PAT must have at least ${shortest} characters.`);
  return token;
}
