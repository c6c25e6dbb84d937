import type { Api, Operation, Response, Schema } from "@qoder/work-codegen";
import { type Content, heading } from "./content.ts";
import { parameterList, propertyList } from "./fields.ts";
import { code, table } from "./markdown.ts";
import { errorsOf, errorTypeOf, examplesOf } from "./responses.ts";

interface Cause {
  response: Response;
  operations: Operation[];
}

/** The answers of each `error.type`, every cause once, in the order of the status. */
function errorsByType({ operations }: Api): [type: string, causes: Cause[]][] {
  const causes = new Map<string, Cause>();
  for (const operation of operations)
    for (const response of errorsOf(operation)) {
      const key = response.status + response.description;
      const known = causes.get(key)?.operations ?? [];
      causes.set(key, { response, operations: [...known, operation] });
    }
  const sorted = [...causes.values()].toSorted((one, other) =>
    one.response.status.localeCompare(other.response.status),
  );
  const byType = Map.groupBy(sorted, ({ response }) => errorTypeOf(response));
  return [...byType].flatMap(([type, members]) => (type === undefined ? [] : [[type, members]]));
}

/** The body of every error: that of one, with the types of all. */
export function envelope(api: Api): Content {
  const types = errorsByType(api).map(
    ([type, [cause]]) => [type, cause?.response.contents[0]?.schema] as const,
  );
  const [[, schema] = []] = types;
  const error = schema?.properties?.["error"];
  if (!schema || !error) return [];
  const type: Schema = {
    type: "string",
    description: "Category of the error, for programs.",
    enum: types.map(([name]) => name),
    "x-enumDescriptions": Object.fromEntries(types.map(([name, own]) => [name, own?.description ?? ""])),
  };
  const withTypes = { ...error, properties: { ...error.properties, type } };
  return [propertyList("envelope", { ...schema, properties: { ...schema.properties, error: withTypes } })];
}

/** A section for each type, whose heading is the type, so that its link is `#<type>`. */
export const errorSections = (api: Api): Content =>
  errorsByType(api).map(([type, causes]) => {
    const statuses = causes.map(({ response }) => response.status);
    return [heading(3, type, type, statuses.join(" ")), causes.map((cause) => causeOf(api, cause))];
  });

function causeOf(api: Api, { response, operations }: Cause): Content {
  const links = operations.map(({ id, summary }) => `[${summary || id}](${id}.html)`).join(", ");
  const { headers } = response;
  const [{ schema } = {}] = response.contents;
  const { type: _, ...others } = schema?.properties?.["error"]?.properties ?? {};
  const names = Object.keys(others);
  const rows = examplesOf(response).map(([, { summary, value }]) => {
    const { error = {} } = Object(value) as { error?: Record<string, unknown> };
    return [summary, ...names.map((name) => cellOf(name, error[name]))];
  });
  return [
    `**${response.status}** ${operations.length < api.operations.length ? links : "All operations"}`,
    schema?.description ?? "",
    response.description,
    headers.length > 0 && ["Headers:", parameterList(headers, "header")],
    rows.length > 0 && table(["For example", ...names.map((name) => code(`error.${name}`))], rows),
  ];
}

/** A value in a table. A message is a text for people, and a URL is no code, because it has to wrap. */
function cellOf(name: string, value: unknown = ""): string {
  if (name === "message") return `"${value}"`;
  return /^[\w.-]+$/.test(`${value}`) ? code(`${value}`) : `${value}`;
}
