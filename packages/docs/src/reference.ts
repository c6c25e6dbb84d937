import { type Api, type Operation, successesOf } from "@qoder/work-codegen";
import { answer, requestBody } from "./bodies.ts";
import { consoleForm } from "./console-form.ts";
import { type Content, heading, type Page, region } from "./content.ts";
import { parameterList } from "./fields.ts";
import { code, plain, sectionsOf, table } from "./markdown.ts";
import { errorsOf, errorTypeOf, exampleAnswerOf, examplesOf } from "./responses.ts";
import { bodiesOf } from "./sample-request.ts";
import { fileOf, samplesOf } from "./samples.ts";
import { credentialTable } from "./security.ts";
import { tabs } from "./tabs.ts";

export function operationPage(api: Api, operation: Operation): Page {
  const { id, tags, summary, description, deprecated, method, path } = operation;
  return {
    file: `${id}.html`,
    source: () => api.where(operation).file, // takes long in a large document
    group: tags[0] ?? "Reference",
    title: summary.trim() || id,
    description: plain(description.split("\n\n")[0] || `${method.toUpperCase()} ${path} of the API.`),
    content: () =>
      region("split", [
        region("intro", [
          `# ${summary || id}`,
          region("endpoint", [endpointOf(operation)]),
          deprecated && "**Deprecated.**",
          sectionsOf(description).join(""),
          `[See it on one page with all operations](redoc.html#operation/${id})`,
        ]),
        region("aside", samplesBeside(api, operation)),
        region("rest", restOf(api, operation)),
      ]),
    scripts: ["console.js"],
  };
}

export const endpointOf = ({ method, path }: Operation): string =>
  `${code(method.toUpperCase())} ${code(path)}`;

/** Shown beside the rest where there is room. */
function samplesBeside(api: Api, operation: Operation): Content {
  const samples = samplesOf(api, operation);
  const bodies = exampleTabs(bodiesOf(operation));
  const examples = [...successesOf(operation), ...errorsOf(operation)].flatMap((response) =>
    exampleTabs(examplesOf(response), response.status),
  );
  return [
    tabs("Request samples", samples),
    `As files: ${samples.map((one) => `[${one.label}](${fileOf(operation, one)})`).join(", ")}.`,
    exampleAnswerOf(operation) !== undefined && "Unless noted, samples print the first response below.",
    bodies.length > 1 && tabs("Request examples", bodies),
    examples.length > 0 && tabs("Response examples", examples),
  ];
}

const exampleTabs = (examples: ReturnType<typeof bodiesOf>, status?: string) =>
  examples.map(([name, { value }]) => {
    const words = name.replace(/(?<=[a-z\d])(?=[A-Z])|[_-]/g, " ").toLowerCase();
    const label = words.charAt(0).toUpperCase() + words.slice(1);
    const tab = { source: JSON.stringify(value, null, 2), lang: "json", group: status };
    return { label: status && examples.length === 1 ? status : label, ...tab };
  });

function restOf(api: Api, operation: Operation): Content {
  const { parameters, body, externalDocs, servers, callbacks } = operation;
  return [
    heading(2, "Authentication", "headers"),
    credentialTable(api, operation),
    servers.length > 0 && [heading(2, "Servers"), serverTable(servers)],
    ["Path", "Query", "Header", "Cookie"].map((place) => {
      const inPlace = parameters.filter((one) => one.in === place.toLowerCase());
      return inPlace.length > 0 && [heading(2, `${place} parameters`), parameterList(inPlace)];
    }),
    body && [heading(2, "Request body"), requestBody(api, body)],
    heading(2, "Try it"),
    consoleForm(api, operation),
    heading(2, "Response"),
    successesOf(operation).map((one) => answer(api, one, "response")),
    errors(api, operation),
    callbacks.length > 0 && [heading(2, "Callbacks"), callsOf(callbacks)],
    externalDocs && [heading(2, "Related"), `- [${externalDocs.description}](${externalDocs.url})`],
  ];
}

export const serverTable = (servers: Api["servers"]): string =>
  table(
    ["Server", "Base URL"],
    servers.map(({ description, url, variables }) => {
      const meanings = Object.entries(variables).map(([name, one]) => {
        const choices = (one.enum ?? [one.default]).map(code).join(" or ");
        return `${code(name)} is ${choices}${one.description && `: ${one.description}`}`;
      });
      return [description, [code(url), ...meanings].join("\n")];
    }),
  );

/** Requests that the API sends. */
export function callsOf(calls: Operation[]): Content {
  const lines = calls.map((call) => {
    const text = call.summary || call.description;
    return `- ${endpointOf(call)}${text && `: ${text}`}`;
  });
  return ["Your server gets these requests. [Redoc](redoc.html) shows their bodies.", lines.join("\n")];
}

function errors(api: Api, operation: Operation): Content {
  const all = errorsOf(operation);
  if (all.length === 0) return [];
  const others = all.filter((one) => !errorTypeOf(one));
  const rows = all.map((error) => {
    const type = errorTypeOf(error);
    const headers = error.headers.map(({ name }) => code(name)).join(", ");
    const text = [error.description, headers && `Headers: ${headers}.`].filter(Boolean).join("\n");
    return [error.status, type ? `[${code(type)}](errors.html#${type})` : "", text];
  });
  const byBody = Map.groupBy(others, (one) => one.contents[0]?.schema); // each is shown once
  return [
    heading(2, "Errors"),
    table(["HTTP", "Type", "When, and what to do"], rows),
    all.some(errorTypeOf) &&
      `${others.some(({ contents }) => contents.length > 0) ? "Each error with a type" : "Every error"} has the same [envelope](errors.html#the-envelope).`,
    [...byBody].map(([schema, [one]]) => schema && one && answer(api, one, "error")),
  ];
}
