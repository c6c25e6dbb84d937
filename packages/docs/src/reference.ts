import { consoleForm } from "./console-form.ts";
import { parameterList, propertyList } from "./fields.ts";
import { type Block, plain, table } from "./markdown.ts";
import type { Page } from "./pages.ts";
import { type Answer, type Api, errorTypeOf, type Operation, type Sample } from "./spec.ts";
import { type Tab, tabs } from "./tabs.ts";

const languages: Record<string, string> = { curl: "bash" };
const json = (value: unknown) => JSON.stringify(value, null, 2);

export const sampleTab = ({ label, lang, source }: Sample, output?: string): Tab => ({
  label,
  code: source,
  language: languages[lang] ?? lang.toLowerCase(),
  output,
});

/** The reference page of an operation. */
export function operationPage(api: Api, operation: Operation, outputs: Record<string, string>): Page {
  const { id, summary, description, path, parameters, success, errors, samples, related } = operation;
  const places = ["path", "query"].flatMap((place): Block[] => {
    const inPlace = parameters.filter((parameter) => parameter.in === place);
    return inPlace.length > 0
      ? [`## ${place === "path" ? "Path" : "Query"} parameters`, parameterList(inPlace)]
      : [];
  });
  return {
    file: `${id}.html`,
    group: operation.tag,
    title: summary,
    description: plain(description.split("\n\n")[0] ?? ""),
    intro: [
      `# ${summary}`,
      endpoint(path),
      ...(operation.deprecated ? ["**Deprecated.**"] : []),
      description,
    ],
    aside: [
      tabs(
        "Request samples",
        samples.map((sample) => sampleTab(sample, outputs[sample.label])),
      ),
      "Where a sample shows no output of its own, it prints the first of the examples below.",
      tabs("Response examples", [success, ...errors].flatMap(exampleTabs)),
    ],
    blocks: [
      "## Headers",
      table(["Header", "Required", "Value"], [["`Authorization`", "Yes", "`Bearer $QODER_PAT`"]]),
      "A Personal Access Token proves who you are: see [Authentication](authentication.html).",
      ...places,
      "## Try it",
      consoleForm(api, operation),
      "## Response",
      `**${success.status}** ${success.description}`,
      propertyList("response", success.schema),
      "## Errors",
      table(
        ["HTTP", "Type", "When, and what to do"],
        errors.map((error) => [error.status, errorLink(error), error.description]),
      ),
      "Every error has the same [envelope](errors.html#the-envelope).",
      ...(related ? ["## Related", `- [${related.description}](${related.url})`] : []),
    ],
    scripts: ["console.js"],
  };
}

export const errorLink = (error: Answer) => `[\`${errorTypeOf(error)}\`](errors.html#${errorTypeOf(error)})`;

const exampleTabs = ({ status, examples }: Answer) =>
  Object.entries(examples).map(([name, { value }]) => ({
    label: Object.keys(examples).length > 1 ? `${status} ${name}` : status,
    code: json(value),
    language: "json",
  }));

const endpoint = (path: string): Block => ({
  markdown: `\`GET ${path}\``,
  html: `<p class="endpoint"><span class="method">GET</span> <code>${path.replaceAll("/", "/<wbr>")}</code></p>`,
});
