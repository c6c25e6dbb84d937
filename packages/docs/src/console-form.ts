import {
  type Api,
  idPrefix,
  type Operation,
  type Parameter,
  patternOf,
  prefixOf,
  regExpOf,
  segment,
  successesOf,
} from "@qoder/work-codegen";
import { type Printed, plain } from "./markdown.ts";
import { examplesOf } from "./responses.ts";
import { bodiesOf, serversOf } from "./sample-request.ts";
import { securityOf } from "./security.ts";
import { fill } from "./templates.ts";

/** The address at which `qoder-work-mock` listens by default. */
export const mockServer = "http://127.0.0.1:4010";

/** The pattern of a value. In the path it is that of the client: no value leads to another path. */
function checkOf({ in: place, schema }: Pick<Parameter, "in" | "schema">): RegExp | undefined {
  if (place === "path") return patternOf(schema) ?? segment;
  return schema.pattern === undefined ? undefined : regExpOf(schema.pattern);
}

/** The pattern of a value in words that follow "must". */
function ruleOf({ in: place, schema }: Pick<Parameter, "in" | "schema">): string {
  const { pattern, enum: values, type, format } = schema;
  if (place === "path" && values) return `be one of ${values.join(", ")}`;
  if (pattern !== undefined) {
    const rest =
      place === "path" && idPrefix.test(pattern) ? " and go on without white space or slashes" : "";
    return prefixOf(pattern) ? `start with ${prefixOf(pattern)}${rest}` : `match ${pattern}`;
  }
  return patternOf(schema) ? `be of type ${type === "string" ? format : type}` : "be neither . nor ..";
}

/** A form that `site/console.ts` turns into a request. It is hidden where scripts do not run. */
export function consoleForm(api: Api, operation: Operation): Printed {
  const { method, path, parameters, body, responses } = operation;
  const { alternatives, credentials } = securityOf(api, operation);
  const data = {
    ...{ mock: mockServer, servers: serversOf(api, operation), method: method.toUpperCase(), path },
    inputs: parameters.map(({ examples: [example = ""], ...parameter }) => ({
      ...parameter,
      isJson: [parameter.schema.type].flat().some((type) => type === "array" || type === "object"),
      // A list and an object are written as JSON in the form.
      example: typeof example === "object" ? JSON.stringify(example) : String(example),
      pattern: checkOf(parameter)?.source,
      flags: checkOf(parameter)?.flags,
      rule: ruleOf(parameter),
    })),
    credentials: credentials.map((one) => ({
      ...one,
      label: one.isToken ? "Token" : one.scheme,
      hint: one.prefix === "Basic " ? "name:password" : "",
      // The one to ask for where the form has no credential.
      isFirst: alternatives.every(({ length }) => length > 0) && alternatives[0]?.includes(one.scheme),
    })),
    bodies: bodiesOf(operation).map(([name, { value }]) => ({ name, text: JSON.stringify(value, null, 2) })),
    mediaType: body?.contents[0]?.mediaType,
    isRequired: body?.required,
    accept: successesOf(operation).flatMap(({ contents }) => contents)[0]?.mediaType ?? "*/*",
    // The mock picks by an exact status.
    answers: responses
      .filter(({ status }) => /^\d+$/.test(status))
      .flatMap((one) =>
        examplesOf(one).map(([name, { summary }]) => ({ ...one, name, summary: summary || name })),
      ),
  };
  const markdown =
    "The page has a form that sends this request to a server of your choice. Start one with `npx @qoder/work-mock`.";
  return { html: fill("console.html", data), markdown, places: [{ text: plain(markdown) }] };
}
