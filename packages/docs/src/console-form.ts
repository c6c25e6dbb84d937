import { type Api, type Operation, successesOf } from "@qoder/work-codegen";
import type { Printed } from "./content.ts";
import { plain } from "./markdown.ts";
import { bodiesOf, serversOf } from "./request.ts";
import { contentOf, examplesOf } from "./responses.ts";
import { securityOf } from "./security.ts";
import { fill } from "./templates.ts";

/** The address at which `qoder-work-mock` listens by default. */
const mock = "http://127.0.0.1:4010";

/** The pattern of a parameter in the path: no value that leads to another path. */
const segment = "^(?!\\.{0,2}$)";

/** The pattern of a value in words that follow "must". */
const ruleOf = (pattern: string | undefined): string => {
  if (pattern === undefined) return "be neither . nor ..";
  return /^\^[\w-]+$/.test(pattern) ? `start with ${pattern.slice(1)}` : `match ${pattern}`;
};

/** A form that `site/console.ts` turns into a request. It is hidden where scripts do not run. */
export function consoleForm(api: Api, operation: Operation): Printed {
  const { method, path, parameters, body, responses } = operation;
  const alternatives = securityOf(api, operation);
  const credentials = new Map(alternatives.flat().map((one) => [one.scheme, one]));
  const data = {
    ...{ mock, servers: serversOf(api, operation), method: method.toUpperCase(), path },
    inputs: parameters.map(({ schema, examples: [example = ""], ...parameter }) => ({
      ...parameter,
      isJson: [schema.type].flat().some((type) => type === "array" || type === "object"),
      // With several parts, a value is JSON.
      example: typeof example === "object" ? JSON.stringify(example) : String(example),
      pattern: schema.pattern ?? (parameter.in === "path" ? segment : ""),
      rule: ruleOf(schema.pattern),
    })),
    credentials: [...credentials.values()].map((one) => ({
      ...one,
      label: one.prefix === "Bearer " ? "Token" : one.scheme,
      hint: one.prefix === "Basic " ? "name:password" : "",
      isRequired: alternatives.every((needed) => needed.some(({ scheme }) => scheme === one.scheme)),
    })),
    bodies: body && bodiesOf(body).map(([name, value]) => ({ name, text: JSON.stringify(value, null, 2) })),
    mediaType: body && contentOf(body)?.mediaType,
    isRequired: body?.required,
    accept: successesOf(operation).map(contentOf)[0]?.mediaType ?? "*/*",
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
