import type { Api, Operation } from "@qoder/work-codegen";
import { fromHtml } from "hast-util-from-html";
import { h } from "hastscript";
import { examplesOf } from "./responses.ts";
import { fill } from "./templates.ts";
import { type Nodes, parse, part } from "./tree.ts";

/** Where `qoder-work-mock` listens unless told otherwise. */
const mock = "http://127.0.0.1:4010";

/** What a parameter in the path must match: no value that leads to another path. */
const segment = "^(?!\\.{0,2}$)";

/** A form that `site/console.ts` turns into a request. It is hidden where scripts do not run. */
export function consoleForm({ servers }: Api, { method, path, parameters, responses }: Operation): Nodes {
  const inputs = parameters.map(({ schema, examples: [example = ""], ...parameter }) => ({
    ...parameter,
    isJson: [schema.type].flat().some((type) => type === "array" || type === "object"),
    // With several parts, a value is JSON.
    example: typeof example === "object" ? JSON.stringify(example) : String(example),
    pattern: schema.pattern ?? (parameter.in === "path" ? segment : ""),
  }));
  const answers = responses.flatMap((response) =>
    examplesOf(response).map(([name, { summary }]) => ({ status: response.status, name, summary })),
  );
  const data = { mock, servers, method: method.toUpperCase(), path, inputs, answers };
  const form = fromHtml(fill("src/templates/console.html.hbs", data), { fragment: true });
  const markdown =
    "The page has a form that sends this request to a server of your choice. Start one with `npx @qoder/work-mock`.";
  return [part(parse(markdown), h("div", form))];
}
