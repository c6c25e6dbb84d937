import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Api, type Operation, readApi } from "@qoder/work-codegen";

export interface NewOperation {
  /** Such as `/api/v1/cloud/environments/{environment_id}/work`. */
  path: string;
  method: string;
  /** `operationId`, such as `listWorkItems`, which becomes the name of the client's method. */
  id: string;
  tag: string;
}

/**
 * Writes the files of a new operation: its path, the parameters in it that the spec does not have yet, and a response with
 * a schema and an example. Its errors are those that other operations answer. A lint rule warns of each text to be written.
 *
 * @param spec The root file of the spec.
 * @returns The files by their path from the folder of the spec.
 * @throws {Error} with what was expected and what was received; nothing is written then
 */
export async function writeOperation(spec: string, operation: NewOperation): Promise<string[]> {
  const api = await readApi(spec);
  const noun = nounOf(api, operation);
  const files = filesOf(api, operation, operation.id.startsWith("list") ? `${noun}List` : noun);
  const names = Object.keys(files);
  const existing = names.find((name) => existsSync(join(dirname(spec), name)));
  if (existing)
    throw new Error(`${existing} exists already. Choose another id, or write the operation by hand.`);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dirname(spec), name)), { recursive: true });
    await writeFile(join(dirname(spec), name), text);
  }
  const root = await readFile(spec, "utf8");
  const reference = `  ${operation.path}:\n    $ref: ${names[0]}\n`;
  await writeFile(
    spec,
    root.replace(/^paths:\n(?: .*\n)*/m, (paths) => paths + reference),
  );
  return names;
}

/** Checks the answers, and returns the noun of the id. */
function nounOf(api: Api, { path, method, id, tag }: NewOperation): string {
  if (method.toLowerCase() !== "get") {
    throw new Error(`The generator handles only GET: expected the method get; received "${method}".`);
  }
  if (!/^(\/([a-z0-9_]+|\{[a-z][a-z0-9_]*\}))+$/.test(path)) {
    throw new Error(
      `Expected a path of words and parameters, such as /api/v1/environments/{environment_id}/work; received "${path}".`,
    );
  }
  const [, noun] = /^(?:get|list)([A-Z][A-Za-z0-9]*)$/.exec(id) ?? [];
  if (!noun) {
    throw new Error(`Expected an id of get or list and a noun, such as listWorkItems; received "${id}".`);
  }
  const tags = api.tags.map(({ name }) => name);
  if (!tags.includes(tag)) {
    throw new Error(
      `Expected a tag of openapi.yaml, such as ${tags.join(" or ")}; received "${tag}". Define a new one there first.`,
    );
  }
  if (api.operations.some((operation) => operation.path === path)) {
    throw new Error(`openapi.yaml has the path ${path} already.`);
  }
  return noun;
}

/** New files by their path from the folder of the spec; that of the path comes first. */
function filesOf(api: Api, { path, id, tag }: NewOperation, schema: string): Record<string, string> {
  const known = componentsOf(api, "parameters", ({ parameters }) => parameters.map((one) => [one.name, one]));
  const errors = componentsOf(api, "responses", ({ responses }) => responses.map((one) => [one.status, one]));
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const parameters = names.map(
    (name) => `\n    - $ref: ../components/parameters/${known.get(name) ?? pascal(name)}.yaml`,
  );
  const responses = [["200", schema], ...[...errors].filter(([status]) => status >= "4")].map(
    ([status, name]) => `\n    "${status}":\n      $ref: ../components/responses/${name}.yaml`,
  );
  const words = snake(id).replaceAll("_", " ");
  const summary = words.charAt(0).toUpperCase() + words.slice(1);
  const type = snake(schema);
  return {
    [`paths/${path.slice(1).replaceAll("/", "_")}.yaml`]: filled("path", {
      id,
      tag,
      summary,
      parameters: parameters.join("") || "[]",
      responses: responses.join(""),
    }),
    ...Object.fromEntries(names.filter((name) => !known.has(name)).flatMap(parameterFiles)),
    [`components/responses/${schema}.yaml`]: filled("response", { schema }),
    [`components/schemas/${schema}.yaml`]: filled("schema", { type }),
    [`components/examples/${schema}.yaml`]: filled("example", { type }),
  };
}

function parameterFiles(name: string): [string, string][] {
  const component = pascal(name);
  const prefix = name.replace(/_id$/, "_");
  return [
    [`components/parameters/${component}.yaml`, filled("parameter", { name, component })],
    [`components/schemas/${component}.yaml`, filled("parameter-schema", { prefix, example: `${prefix}1` })],
  ];
}

/** The components of a kind that operations use, by the keys that `select` gives them. */
function componentsOf(
  api: Api,
  kind: string,
  select: (operation: Operation) => [key: string, node: object][],
) {
  const component = new RegExp(`/components/${kind}/(\\w+)\\.yaml$`);
  const found = api.operations
    .flatMap(select)
    .map(([key, node]) => [key, component.exec(api.where(node).file)?.[1]]);
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The text of a template, with its `$names` replaced. */
function filled(template: string, values: Record<string, string>): string {
  const text = readFileSync(new URL(`../templates/${template}.yaml`, import.meta.url), "utf8");
  return text.replaceAll(/\$(\w+)/g, (all, name) => values[name] ?? all).replaceAll(" \n", "\n");
}

const pascal = (name: string) => name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name: string) => name.replace(/\B[A-Z]/g, "_$&").toLowerCase();
