import { json, keyOf } from "../code.ts";
import type { Api, Operation, Response, Schema } from "../model.ts";
import { responseOf, successesOf } from "../responses.ts";
import { isBasic, otherSchemesOf } from "../security.ts";

const union = (types: string[], none: string) => [...new Set(types)].join(" | ") || none;

/** The methods of the client, each with its documentation, which editors show and lead to; and their types. */
export function emit(api: Api): string {
  const { operations } = api;
  return `import type { operations } from "./schema.gen.ts";

/** Parameters and result of each operation. */
export interface Calls {
${operations.map((operation) => `  ${operation.id}: { params: ${paramsOf(operation)}; result: ${resultOf(operation)} };\n`).join("")}}

/** Documented bodies of errors by status. */
export interface ErrorBodies {
${errorsOf(operations).join("")}}

/** The documented body of a status that is not in {@link ErrorBodies}. */
export type OtherErrorBody = ${union(operations.flatMap(othersOf), "undefined")};

/** Credentials of the security schemes, but for that of the option \`token\`. */
export interface Credentials {
${credentialsOf(api).join("") || "  [scheme: string]: never;\n"}}

export interface Methods<Options> {
${operations.map((operation) => methodOf(operation, api)).join("")}}
`;
}

function methodOf(operation: Operation, { site }: Api): string {
  const { id, summary, description, deprecated, parameters, body } = operation;
  const texts = [summary, description.trim()].filter((text) => text !== "");
  const tags = [site && `@see ${site}${id}.html`, throws, deprecated && "@deprecated"].filter(Boolean);
  const text = [...texts, tags.join("\n")].join("\n\n");
  const mark = body?.required || parameters.some(({ required }) => required) ? "" : "?";
  return `  /**
${text.replaceAll("\r\n", "\n").replaceAll("*/", "*\\/").replaceAll(/^/gm, "   * ").replaceAll(/ +$/gm, "")}
   */
  ${id}: (params${mark}: Calls["${id}"]["params"], options?: Options) => Promise<Calls["${id}"]["result"]>;
`;
}
const throws = "@throws {WorkError} for everything but an abort and the errors of the caller's own functions";

function paramsOf({ id, parameters, body }: Operation): string {
  const places = [...new Set(parameters.map((parameter) => parameter.in))];
  const types = places.map((place) => `NonNullable<operations["${id}"]["parameters"]["${place}"]>`);
  const [content] = body?.contents ?? [];
  if (body && content) {
    const type = `NonNullable<operations["${id}"]["requestBody"]>["content"][${json(content.mediaType)}]`;
    types.push(body.required ? `{ body: ${type} }` : `{ body?: ${type} | undefined }`);
  }
  return types.join(" & ") || "Record<never, never>";
}

function resultOf(operation: Operation): string {
  const types = successesOf(operation).map((response) => bodyOf(operation, response));
  return union(types, "unknown");
}

const bodyOf = ({ id }: Operation, { status, contents: [content] }: Response): string =>
  content
    ? `operations["${id}"]["responses"][${json(Number(status) || status)}]["content"][${json(content.mediaType)}]`
    : "undefined";

/** The bodies that the operations document for each status, be it under its own name, its range or `default`. */
function errorsOf(operations: Operation[]): string[] {
  const all = operations.flatMap(({ responses }) => responses.map(({ status }) => status));
  const statuses = [...new Set(all)].filter((status) => /^[1345]\d\d$/.test(status)).toSorted();
  return statuses.map((status) => {
    const types = new Map<Schema | undefined, string>();
    for (const operation of operations) {
      const response = responseOf(operation, Number(status));
      const schema = response?.contents[0]?.schema;
      if (response && !types.has(schema)) types.set(schema, bodyOf(operation, response));
    }
    return `  ${status}: ${union([...types.values()], "undefined")};\n`;
  });
}

const othersOf = (operation: Operation): string[] =>
  operation.responses
    .filter(({ status }) => /^(default|[345]XX)$/i.test(status))
    .map((response) => bodyOf(operation, response));

function credentialsOf(api: Api): string[] {
  return otherSchemesOf(api).map(([name, scheme]) => {
    const type = isBasic(scheme) ? "{ username: string; password: string }" : "string";
    const text = scheme.description.trim().replaceAll("*/", "*\\/").replaceAll("\n", "\n   * ");
    const comment = text && `  /** ${text} */\n`;
    return `${comment}  ${keyOf(name)}?: ${type} | (() => ${type} | Promise<${type}>) | undefined;\n`;
  });
}
