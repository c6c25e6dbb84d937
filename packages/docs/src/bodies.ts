import type { Api, Body, Response } from "@qoder/work-codegen";
import { parameterList, propertyList } from "./fields.ts";
import { contentOf } from "./responses.ts";
import { fieldsIn, typeOf, type View, valuesIn } from "./schema.ts";
import { heading, type Nodes, parse } from "./tree.ts";

/** The body that a request carries. */
export const requestBody = (api: Api, body: Body): Nodes => [
  ...parse(body.description),
  ...shape("body", body, body.required ? ", required" : "", { ...api, omit: "readOnly" }),
];

/** A response: its headers, its body, and the operations that its values are for. */
export function answer(api: Api, response: Response, prefix: string): Nodes {
  const { status, description, headers, links } = response;
  const uses = Object.entries(links as Record<string, Link>).map(
    ([name, { operationId, description: text = "", parameters = {} }]) => {
      const target = operationId ? `[${operationId}](${operationId}.html)` : `\`${name}\``;
      const values = Object.entries(parameters).map(([key, value]) => `\`${key}\` is \`${value}\``);
      return `- ${[`Then call ${target}`, values.join(", "), text].filter(Boolean).join(": ")}`;
    },
  );
  return [
    ...parse(`**${status}** ${description}`),
    ...(headers.length > 0 ? [...parse("Headers:"), parameterList(headers, "header")] : []),
    ...shape(prefix, response, "", { ...api, omit: "writeOnly" }),
    ...parse(uses.join("\n")),
  ];
}

interface Link {
  operationId?: string;
  description?: string;
  parameters?: Record<string, unknown>;
}

function shape(prefix: string, { contents }: Pick<Response, "contents">, more: string, view: View): Nodes {
  const content = contentOf({ contents });
  if (!content) return parse("No body.");
  const { schema } = content;
  const alternatives = [schema, ...(schema.anyOf ?? schema.oneOf ?? [])];
  const objects = alternatives.filter(({ type }) => [type].flat().includes("object"));
  const [name] = objects.length === 1 ? objects.flatMap((one) => view.nameOf?.(one) ?? []) : [];
  const isAnswer = view.omit === "writeOnly";
  const types = contents.map(({ mediaType }) => `\`${mediaType}\``).join(" or ");
  const values = fieldsIn(schema, view).length > 0 ? [] : valuesIn(schema).map(([value]) => `\`${value}\``);
  const known = values.length > 0 ? `: ${values.join(", ")}` : "";
  return [
    ...parse(`Body: ${types} (${typeOf(schema)}${more})${known}`),
    ...(name && isAnswer ? [heading(3, titleOf(name))] : []),
    ...(fieldsIn(schema, view).length > 0 ? [propertyList(prefix, schema, view)] : []),
  ];
}

/** `Work item object` for `WorkItem`. */
const titleOf = (name: string) =>
  `${name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} object`;
