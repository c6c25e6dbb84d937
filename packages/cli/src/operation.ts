import type { createClient } from "@qoder/work-client";
import { InvalidArgumentError } from "commander";
import { closestMatch } from "leven";

/** An API: its operations by name, the environment variables of each credential but the token, and what makes its client. */
export interface Api {
  operations: {
    [id: string]: {
      summary: string;
      description: string;
      parameters: Parameter[];
      body?: { required: boolean; description: string; mediaType: string; example: string };
    };
  };
  variables: Record<string, string[]>;
  createClient: typeof createClient;
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description: string;
  /** Type of JSON Schema; of one value, if the parameter takes a list. */
  type: string;
  list: boolean;
  /** The only values that it takes. */
  values?: string[];
  example?: string;
  default?: string;
}

/** Describes a parameter in the help of a command. */
export function describe({ description, required, list, values, example, ...rest }: Parameter): string {
  const notes = [
    required && "required",
    list && "may be repeated",
    values && `one of ${values.join(", ")}`,
    rest.default !== undefined && `default: ${rest.default}`,
    !values && example !== undefined && `such as ${example}`,
  ].filter(Boolean);
  return notes[0] ? `${description} (${notes.join("; ")})` : description;
}

/**
 * Reads words such as `limit=5` as the parameters of an operation. Numbers stay the text that a URL needs, so that large
 * ones lose no digit.
 *
 * @throws {InvalidArgumentError} if a parameter is missing or unknown, or a value is not of its type
 */
export function parametersOf(parameters: Parameter[], words: string[]): Record<string, unknown> {
  const given = new Map<string, unknown>();
  for (const word of words) {
    const [name, text] = pairOf(word, "NAME=VALUE");
    const parameter = parameters.find((one) => one.name === name);
    if (!parameter) {
      const names = parameters.map((one) => one.name);
      refuse(`"${name}" is no parameter; expected ${namesOf(parameters)}${hintFor(name, names)}`);
    }
    const value = parseValue(parameter, text);
    if (given.has(name) && !parameter.list) refuse(`\`${name}\` takes one value; received more`);
    given.set(name, parameter.list ? [given.get(name) ?? [], value].flat() : value);
  }
  const missing = parameters.filter(({ name, required }) => required && !given.has(name));
  if (missing[0]) refuse(`missing required ${namesOf(missing)}`);
  return Object.fromEntries(given);
}

/** @throws {InvalidArgumentError} if there is no name and `=` */
export function pairOf(word: string, expected: string): [name: string, value: string] {
  const [, name, value] = /^(.+?)=(.*)$/s.exec(word) ?? [];
  if (name === undefined || value === undefined) refuse(`expected ${expected}; received "${word}"`);
  return [name, value];
}

const namesOf = (parameters: Parameter[]) =>
  parameters.map(({ name }) => `${name}=…`).join(", ") || "no NAME=VALUE";

/** The rule for a value, for the types that not every text has. */
const rules: Record<string, [expected: string, pattern: RegExp]> = {
  integer: ["an integer", /^-?\d+$/],
  number: ["a number", /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i],
  object: ["an object of JSON", /^\s*\{.*\}\s*$/s],
};

function parseValue({ name, type, list, values }: Parameter, text: string): unknown {
  const [expected, pattern] = rules[type] ?? [];
  if (values?.includes(text) ?? pattern?.test(text) ?? true)
    return type === "object" ? parseJson(text, `\`${name}\``) : text;
  const rule = values ? `one of ${values.join(", ")}` : expected;
  const more = list ? ` (repeat ${name}=… for more of them)` : "";
  refuse(`\`${name}\` must be ${rule}${more}; received "${text}"${hintFor(text, values ?? [])}`);
}

/** Names the known word that a wrong one is close to, as commander does; empty if no word is. Any sign is close to any other. */
export function hintFor(word: string, words: readonly string[]): string {
  const maxDistance = word.length > 1 ? Math.ceil(word.length / 3) : 0;
  const near = closestMatch(word, words, { maxDistance });
  return near ? ` (Did you mean ${near}?)` : "";
}

/**
 * Reads JSON.
 *
 * @param source Its name in the message of an error.
 * @throws {InvalidArgumentError}
 */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    refuse(`${source} must be JSON: ${(error as Error).message}`);
  }
}

export function refuse(problem: string): never {
  throw new InvalidArgumentError(problem);
}
