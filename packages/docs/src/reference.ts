import type { Api, Operation, Parameter, Response } from "@qoder/work-codegen";
import { slug } from "github-slugger";
import { h } from "hastscript";
import { consoleForm } from "./console-form.ts";
import { parameterList, propertyList } from "./fields.ts";
import { errorsOf, errorTypeOf, examplesOf, successesOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import { tabs } from "./tabs.ts";
import {
  breakable,
  heading,
  inlineCode,
  type Nodes,
  type Page,
  paragraph,
  parse,
  part,
  plain,
  table,
} from "./tree.ts";

/** The reference page of an operation. */
export function operationPage(api: Api, operation: Operation): Page {
  const { id, tags, summary, description } = operation;
  const regions = [
    part(introOf(operation), h(".intro")),
    part(samplesBeside(api, operation), h(".aside")),
    part(restOf(api, operation), h(".rest")),
  ];
  return {
    file: `${id}.html`,
    group: tags[0] ?? "Reference",
    title: summary,
    description: plain(description.split("\n\n")[0] ?? ""),
    content: [part(regions, h(".split"))],
    scripts: ["console.js"],
  };
}

function introOf({ method, path, summary, description, deprecated }: Operation): Nodes {
  const verb = method.toUpperCase();
  const endpoint = h("span.endpoint", h("span.method", verb), " ", h("code", breakable(path)));
  return [
    heading(1, summary),
    paragraph(inlineCode(`${verb} ${path}`, endpoint)),
    ...parse(deprecated ? `**Deprecated.**\n\n${description}` : description),
  ];
}

/** Shown beside the rest where there is room. */
const samplesBeside = (api: Api, operation: Operation): Nodes => [
  ...tabs("Request samples", samplesOf(api, operation)),
  ...parse("Where a sample shows no output of its own, it prints the first of the examples below."),
  ...tabs("Response examples", operation.responses.flatMap(exampleTabs)),
];

const exampleTabs = (response: Response) => {
  const examples = examplesOf(response);
  return examples.map(([name, { value }]) => ({
    label: examples.length > 1 ? `${response.status} ${name}` : response.status,
    source: JSON.stringify(value, null, 2),
    lang: "json",
  }));
};

function restOf(api: Api, operation: Operation): Nodes {
  const { parameters, body, externalDocs } = operation;
  const errors = errorsOf(operation);
  return [
    section("Headers"),
    table(["Header", "Required", "Value"], [["`Authorization`", "Yes", "`Bearer $QODER_PAT`"]]),
    ...parse("A Personal Access Token proves who you are: see [Authentication](authentication.html)."),
    ...(["path", "query", "header", "cookie"] as const).flatMap((place) => parametersIn(place, parameters)),
    ...(body ? [section("Request body"), ...parse(body.description), ...properties("body", body)] : []),
    section("Try it"),
    ...consoleForm(api, operation),
    section("Response"),
    ...successesOf(operation).flatMap(successOf),
    section("Errors"),
    table(
      ["HTTP", "Type", "When, and what to do"],
      errors.map((error) => [error.status, errorLink(error), error.description]),
    ),
    ...parse("Every error has the same [envelope](errors.html#the-envelope)."),
    ...(externalDocs
      ? [section("Related"), ...parse(`- [${externalDocs.description}](${externalDocs.url})`)]
      : []),
  ];
}

const section = (title: string) => heading(2, title, slug(title));

function parametersIn(place: Parameter["in"], parameters: Parameter[]): Nodes {
  const inPlace = parameters.filter((parameter) => parameter.in === place);
  const title = `${place.charAt(0).toUpperCase()}${place.slice(1)} parameters`;
  return inPlace.length > 0 ? [section(title), parameterList(inPlace)] : [];
}

const successOf = (response: Response): Nodes => [
  ...parse(`**${response.status}** ${response.description}`),
  ...properties("response", response),
];

const properties = (prefix: string, { contents: [content] }: Pick<Response, "contents">): Nodes =>
  content ? [propertyList(prefix, content.schema)] : [];

function errorLink(error: Response): string {
  const type = errorTypeOf(error);
  return type === undefined ? "" : `[\`${type}\`](errors.html#${type})`;
}
