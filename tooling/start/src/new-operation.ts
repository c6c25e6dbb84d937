import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Api, readApi } from "@qoder/work-codegen";

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
 * a schema and an example. Its errors are those of other operations. A lint rule warns of each text still to be written.
 *
 * @param spec The root file of the spec.
 * @returns The new files, from the folder of the spec.
 * @throws {Error} with what was expected and what was received; nothing is written then
 */
export async function writeOperation(spec: string, operation: NewOperation): Promise<string[]> {
  const api = await readApi(spec);
  check(api, operation);
  const files = filesOf(api, operation);
  const folder = dirname(spec);
  const existing = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (existing)
    throw new Error(`${existing} exists already. Choose another id, or write the operation by hand.`);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const root = await readFile(spec, "utf8");
  const reference = `  ${operation.path}:\n    $ref: ${pathFile(operation.path)}\n`;
  await writeFile(
    spec,
    root.replace(/^paths:\n(?: .*\n)*/m, (paths) => paths + reference),
  );
  return Object.keys(files);
}

function check(api: Api, { path, method, id, tag }: NewOperation): void {
  const expect = (holds: boolean, what: string, received: string) => {
    if (!holds) throw new Error(`Expected ${what}; received "${received}".`);
  };
  const tags = api.tags.map(({ name }) => name);
  const isPath = /^(\/([a-z0-9_]+|\{[a-z][a-z0-9_]*\}))+$/.test(path);
  expect(isPath, "a path of words and parameters, such as /api/v1/environments/{environment_id}/work", path);
  expect(
    !api.operations.some((one) => one.path === path),
    "a path that openapi.yaml does not have yet",
    path,
  );
  expect(method.toLowerCase() === "get", "get, the only method that the generator handles", method);
  expect(
    /^(get|list)[A-Z][A-Za-z0-9]*$/.test(id),
    "an id of get or list and a noun, such as listWorkItems",
    id,
  );
  expect(tags.includes(tag), `a tag that openapi.yaml defines, such as ${tags.join(" or ")}`, tag);
}

const pathFile = (path: string) => `paths/${path.slice(1).replaceAll("/", "_")}.yaml`;

function filesOf(api: Api, { path, id, tag }: NewOperation): Record<string, string> {
  const schema = id.replace(/^get/, "").replace(/^list(.+)$/, "$1List");
  const components = componentsOf(api);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const parameters = names.map((name) => `\n    - $ref: ../${components[name] ?? parameterFile(name)}`);
  const errors = Object.entries(components).filter(([status]) => /^[45]|^default$/.test(status));
  const responses = [["200", `components/responses/${schema}.yaml`], ...errors].map(
    ([status, file]) => `\n    "${status}":\n      $ref: ../${file}`,
  );
  const summary = snake(id)
    .replaceAll("_", " ")
    .replace(/^./, (letter) => letter.toUpperCase());
  const values = { id, tag, summary, parameters: parameters.join("") || "[]", responses: responses.join("") };
  const type = snake(schema);
  return {
    [pathFile(path)]: filled("path", values),
    ...Object.assign({}, ...names.filter((name) => !components[name]).map(parameterFiles)),
    [`components/responses/${schema}.yaml`]: filled("response", { schema }),
    [`components/schemas/${schema}.yaml`]: filled("schema", { type }),
    [`components/examples/${schema}.yaml`]: filled("example", { type }),
  };
}

const parameterFile = (name: string) => `components/parameters/${pascal(name)}.yaml`;

function parameterFiles(name: string): Record<string, string> {
  const prefix = name.replace(/_id$/, "_");
  return {
    [parameterFile(name)]: filled("parameter", { name, component: pascal(name) }),
    [`components/schemas/${pascal(name)}.yaml`]: filled("parameter-schema", {
      prefix,
      example: `${prefix}1`,
    }),
  };
}

/** The files of parameters by name, and of responses by status, that operations use. */
function componentsOf(api: Api): Record<string, string> {
  const used = api.operations.flatMap(({ parameters, responses }) => [
    ...parameters.map((one): [string, object] => [one.name, one]),
    ...responses.map((one): [string, object] => [one.status, one]),
  ]);
  const files = used.map(([key, node]) => [key, api.where(node).file.replace(/^[^/]+\//, "")]);
  return Object.fromEntries(files.filter(([, file]) => file?.startsWith("components/")));
}

/** The text of a template, with its `$names` replaced. */
function filled(template: string, values: Record<string, string>): string {
  const text = readFileSync(new URL(`../templates/${template}.yaml`, import.meta.url), "utf8");
  return text.replaceAll(/\$(\w+)/g, (all, name) => values[name] ?? all).replaceAll(" \n", "\n");
}

const pascal = (name: string) => name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name: string) => name.replace(/\B[A-Z]/g, "_$&").toLowerCase();
