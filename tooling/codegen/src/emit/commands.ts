import { typesOf } from "../json-types.ts";
import type { Api, Body, Operation, Parameter } from "../model.ts";
import { sampleOf } from "../sample.ts";
import { isBasic, otherSchemesOf, variableOf } from "../security.ts";

/** The facts that a command line needs to explain each operation, and to read its parameters and the credentials. */
export function emit(api: Api): string {
  const variables = otherSchemesOf(api).map(([name, scheme]) => {
    const own = variableOf(name);
    return [name, isBasic(scheme) ? [`${own}_USERNAME`, `${own}_PASSWORD`] : [own]];
  });
  const commands = Object.fromEntries(api.operations.map((one) => [one.id, commandOf(one)]));
  return `/** The environment variables of each credential besides the token. */
export const variables = ${JSON.stringify(Object.fromEntries(variables))};

export const operations = ${JSON.stringify(commands, undefined, 2)};
`;
}

const commandOf = ({ summary, description, deprecated, parameters, body }: Operation) => ({
  summary: deprecated ? `${summary} (deprecated)` : summary,
  description: `${deprecated ? "Deprecated.\n\n" : ""}${paragraphs(description)}`.trim(),
  parameters: parameters.map(parameterOf),
  body: body && bodyOf(body),
});

/** A text with a line for each paragraph and each item of a list, and with its code as it is. */
const paragraphs = (text: string) =>
  text
    .trim()
    .split(/^((?:```|~~~)[\s\S]*?\n(?:```|~~~)$)/m)
    .map((part, at) => (at % 2 ? part : part.replaceAll(/(?<=\S)\n(?=[^\s*|#>-])(?!\d+[.)] )/g, " ")))
    .join("");
const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const inLine = (text: string) => text.trim().replaceAll(/\s+/g, " ");

function parameterOf({ name, in: place, required, description, schema, examples, deprecated }: Parameter) {
  const list = typesOf(schema).includes("array");
  const one = (list && schema.items) || schema;
  const values = one.enum ?? (one.const === undefined ? undefined : [one.const]);
  const types = typesOf(one).filter((type) => type !== "null");
  const type = types.length === 1 ? types[0] : "string";
  return {
    name,
    in: place,
    required,
    description: inLine(`${deprecated ? "Deprecated. " : ""}${description || schema.description || ""}`),
    type,
    list,
    values: type === "boolean" ? ["true", "false"] : values?.map(String),
    example: textOf([examples[0]].flat()[0]),
    default: textOf(schema.default),
  };
}

function bodyOf({ required, description, contents: [content] }: Body) {
  const [example] = Object.values(content?.examples ?? {});
  const value = example ? example.value : content && sampleOf(content.schema, { skipReadOnly: true });
  return {
    required,
    description: inLine(description),
    mediaType: content?.mediaType,
    example: JSON.stringify(value, undefined, 2),
  };
}
