import { type Api, type Operation, type Parameter, type Response, successesOf } from "@qoder/work-codegen";
import { slug } from "github-slugger";
import { h } from "hastscript";
import { answer, requestBody } from "./bodies.ts";
import { callbacksOf } from "./callbacks.ts";
import { consoleForm } from "./console-form.ts";
import { parameterList } from "./fields.ts";
import { bodiesOf } from "./request.ts";
import { contentOf, errorsOf, errorTypeOf, examplesOf } from "./responses.ts";
import { samplesOf } from "./samples.ts";
import { credentials } from "./security.ts";
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
  const { id, tags, summary, description, method, path } = operation;
  return {
    file: `${id}.html`,
    group: tags[0] ?? "Reference",
    title: summary || id,
    description: plain(description.split("\n\n")[0] || `${method.toUpperCase()} ${path} of the API.`),
    // Made when it is printed, because the trees of all pages would take most of the memory.
    get content() {
      const regions = [
        part(introOf(operation), h(".intro")),
        part(samplesBeside(api, operation), h(".aside")),
        part(restOf(api, operation), h(".rest")),
      ];
      return [part(regions, h(".split"))];
    },
    scripts: ["console.js"],
  };
}

function introOf({ id, tags: [tag], method, path, summary, description, deprecated }: Operation): Nodes {
  const place = `${tag ? `tag/${encodeURIComponent(tag)}/` : ""}operation/${id}`;
  const verb = method.toUpperCase();
  const endpoint = h("span.endpoint", h("span.method", verb), " ", h("code", breakable(path)));
  return [
    heading(1, summary || id),
    paragraph(inlineCode(`${verb} ${path}`, endpoint)),
    ...parse(deprecated ? `**Deprecated.**\n\n${description}` : description),
    ...parse(`[See it on one page with all operations](redoc.html#${place})`),
  ];
}

/** Shown beside the rest where there is room. */
function samplesBeside(api: Api, operation: Operation): Nodes {
  const { body, responses } = operation;
  const bodies = body ? bodiesOf(body).map(([name, value]) => exampleTab(name, value)) : [];
  return [
    ...tabs("Request samples", samplesOf(api, operation)),
    ...(successesOf(operation).some((one) => examplesOf(one).length > 0)
      ? parse("Where a sample shows no output of its own, it prints the first of the examples below.")
      : []),
    ...(bodies.length > 1 ? tabs("Request examples", bodies) : []),
    ...tabs("Response examples", responses.flatMap(exampleTabs)),
  ];
}

const exampleTab = (label: string, value: unknown) => ({
  label,
  source: JSON.stringify(value, null, 2),
  lang: "json",
});

const exampleTabs = (response: Response) => {
  const examples = examplesOf(response);
  const { status } = response;
  return examples.map(([name, { value }]) => {
    const words = name.replace(/(?<=[a-z\d])(?=[A-Z])|[_-]/g, " ").toLowerCase();
    const label = examples.length > 1 ? words.charAt(0).toUpperCase() + words.slice(1) : status;
    return { ...exampleTab(label, value), group: status };
  });
};

function restOf(api: Api, operation: Operation): Nodes {
  const { parameters, body, externalDocs, servers } = operation;
  return [
    section("Authentication", "headers"),
    ...credentials(api, operation),
    ...(servers.length > 0
      ? [
          section("Servers"),
          table(
            ["Server", "Base URL"],
            servers.map(({ description, url }) => [description, `\`${url}\``]),
          ),
        ]
      : []),
    ...(["path", "query", "header", "cookie"] as const).flatMap((place) => parametersIn(place, parameters)),
    ...(body ? [section("Request body"), ...requestBody(api, body)] : []),
    section("Try it"),
    ...consoleForm(api, operation),
    section("Response"),
    ...successesOf(operation).flatMap((one) => answer(api, one, "response")),
    ...errors(api, operation),
    ...callbacksOf(operation),
    ...(externalDocs
      ? [section("Related"), ...parse(`- [${externalDocs.description}](${externalDocs.url})`)]
      : []),
  ];
}

const section = (title: string, id = slug(title)) => heading(2, title, id);

function parametersIn(place: Parameter["in"], parameters: Parameter[]): Nodes {
  const inPlace = parameters.filter((parameter) => parameter.in === place);
  const title = `${place.charAt(0).toUpperCase()}${place.slice(1)} parameters`;
  return inPlace.length > 0 ? [section(title), parameterList(inPlace)] : [];
}

function errors(api: Api, operation: Operation): Nodes {
  const all = errorsOf(operation);
  if (all.length === 0) return [];
  const others = all.filter((one) => !errorTypeOf(one));
  return [
    section("Errors"),
    table(
      ["HTTP", "Type", "When, and what to do"],
      all.map((error) => [error.status, errorLink(error), error.description]),
    ),
    ...(all.some(errorTypeOf) && !others.some(contentOf)
      ? parse("Every error has the same [envelope](errors.html#the-envelope).")
      : []),
    // Each body once.
    ...[...Map.groupBy(others, (one) => contentOf(one)?.schema).values()].flatMap(([one]) =>
      one && contentOf(one) ? answer(api, one, "error") : [],
    ),
  ];
}

function errorLink(error: Response): string {
  const type = errorTypeOf(error);
  return type === undefined ? "" : `[\`${type}\`](errors.html#${type})`;
}
