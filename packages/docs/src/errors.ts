import type { Api, Response, Schema } from "@qoder/work-codegen";
import { type Content, heading } from "./content.ts";
import { propertyList } from "./fields.ts";
import { code, table } from "./markdown.ts";
import { contentOf, errorsOf, errorTypeOf, examplesOf } from "./responses.ts";

/** The answers of each `error.type`, every cause once, in the order of the status. */
function errorsByType({ operations }: Api): [type: string, causes: Response[]][] {
  const answers = operations
    .flatMap(errorsOf)
    .toSorted((one, other) => one.status.localeCompare(other.status));
  const causes = new Map(answers.map((answer) => [answer.status + answer.description, answer]));
  const byType = Map.groupBy(causes.values(), errorTypeOf);
  return [...byType].flatMap(([type, responses]) => (type === undefined ? [] : [[type, responses]]));
}

/** The body of every error: that of one, with the types of all. */
export function envelope(api: Api): Content {
  const types = errorsByType(api).map(
    ([type, [cause]]) => [type, cause && contentOf(cause)?.schema] as const,
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
    const statuses = causes.map(({ status }) => status);
    return [heading(3, type, type, statuses.join(" ")), causes.map(causeOf)];
  });

function causeOf(cause: Response): Content {
  const messages = examplesOf(cause).map(([, { summary, value }]) => {
    const { message, param } = (value as { error: { message: string; param?: string } }).error;
    return [summary, `"${message}"`, param ? code(param) : ""];
  });
  return [
    `**${cause.status}** ${contentOf(cause)?.schema.description ?? ""}`,
    cause.description,
    table(["For example", "`error.message`", "`error.param`"], messages),
  ];
}
