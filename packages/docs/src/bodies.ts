import type { Api, Body, Response } from "@qoder/work-codegen";
import { slug } from "github-slugger";
import { type Content, heading } from "./content.ts";
import { parameterList, propertyList } from "./fields.ts";
import { code } from "./markdown.ts";
import { fieldsIn, typeOf, type View, valuesIn } from "./schema.ts";

export const requestBody = (api: Api, body: Body): Content => [
  body.description,
  shape("body", body, body.required ? ", required" : "", { ...api, omit: "readOnly" }),
];

/** A response: its headers, its body, and the operations that its values are for. */
export function answer(api: Api, response: Response, prefix: string): Content {
  const { status, description, headers, links } = response;
  const uses = Object.entries(links as Record<string, Link>).map(([name, link]) => {
    const { operationId, description: text = "", parameters = {} } = link;
    const target = operationId ? `[${operationId}](${operationId}.html)` : code(name);
    const values = Object.entries(parameters).map(([key, value]) => `${code(key)} is ${code(value)}`);
    return `- ${[`Then call ${target}`, values.join(", "), text].filter(Boolean).join(": ")}`;
  });
  return [
    `**${status}** ${description}`,
    headers.length > 0 && ["Headers:", parameterList(headers, "header")],
    shape(prefix, response, "", { ...api, omit: "writeOnly" }),
    uses.join("\n"),
  ];
}

interface Link {
  operationId?: string;
  description?: string;
  parameters?: Record<string, unknown>;
}

function shape(prefix: string, { contents }: Pick<Response, "contents">, more: string, view: View): Content {
  const [content] = contents;
  if (!content) return ["No body."];
  const { schema } = content;
  const alternatives = [schema, ...(schema.anyOf ?? schema.oneOf ?? [])];
  const objects = alternatives.filter(({ type }) => [type].flat().includes("object"));
  const [name] = objects.length === 1 ? objects.flatMap((one) => view.nameOf?.(one) ?? []) : [];
  const isAnswer = view.omit === "writeOnly";
  const types = contents.map(({ mediaType }) => code(mediaType)).join(" or ");
  const hasFields = fieldsIn(schema, view).length > 0;
  const values = hasFields ? [] : valuesIn(schema).map(([value]) => code(value));
  // `Work item object` for `WorkItem`. Several answers can hold one.
  const title = `${name?.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} object`;
  return [
    `Body: ${types} (${typeOf(schema)}${more})${values.length > 0 ? `: ${values.join(", ")}` : ""}`,
    name !== undefined && isAnswer && ((unique) => heading(3, title, unique(slug(title)))),
    hasFields && propertyList(prefix, schema, view),
  ];
}
