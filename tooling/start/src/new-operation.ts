import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Api, readApi } from "@qoder/work-codegen";

export interface NewOperation {
  /** Such as `post`. */
  method: string;
  /** Such as `/api/v1/cloud/environments/{environment_id}/work`. */
  path: string;
  /** `operationId`, such as `createWorkItem`, which becomes the name of the client's method. */
  id: string;
  tag: string;
}

/** Status of the success by method. */
const successes: Record<string, string> = {
  get: "200",
  head: "200",
  post: "201",
  put: "200",
  patch: "200",
  delete: "204",
  options: "204",
};
/** Media type of the body that a method sends. The answer to it has a body as well, as that to a GET has. */
const bodies: Record<string, string> = {
  post: "application/json",
  put: "application/json",
  patch: "application/merge-patch+json",
};

/**
 * Writes an operation into the file of its path, and a file for each parameter, response, schema and example that the spec
 * does not have yet. Its errors are those of other operations. A lint rule warns of each text still to be written.
 *
 * @param spec The root file of the spec.
 * @returns The files that are new or changed, from the folder of the spec.
 * @throws {Error} with what was expected and what was received; nothing is written then
 */
export async function writeOperation(spec: string, operation: NewOperation): Promise<string[]> {
  const api = await readApi(spec);
  check(api, operation);
  const folder = dirname(spec);
  const { path } = operation;
  const sibling = api.operations.find((one) => one.path === path);
  const file = sibling ? fileOf(api, sibling) : `paths/${path.slice(1).replaceAll("/", "_")}.yaml`;
  const components = Object.entries(componentFiles(api, operation));
  const files = components.filter(([name]) => !existsSync(join(folder, name)));
  const text = operationText(api, operation);
  files.unshift([file, sibling ? (await readFile(join(folder, file), "utf8")) + text : text]);
  if (!sibling) {
    const reference = `  ${path}:\n    $ref: ${file}\n`;
    const root = await readFile(spec, "utf8");
    files.unshift(["openapi.yaml", root.replace(/^paths:\n(?: .*\n)*/m, (paths) => paths + reference)]);
  }
  for (const [name, text] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return files.map(([name]) => name);
}

function check(api: Api, { path, method, id, tag }: NewOperation): void {
  const expect = (holds: boolean, what: string, received: string) => {
    if (!holds) throw new Error(`Expected ${what}; received "${received}".`);
  };
  const tags = api.tags.map(({ name }) => name);
  const isPath = /^(\/([a-z0-9_]+|\{[a-z][a-z0-9_]*\}))+$/.test(path);
  expect(isPath, "a path of words and parameters, such as /api/v1/environments/{environment_id}/work", path);
  expect(method in successes, `a method of ${Object.keys(successes).join(", ")}`, method);
  const others = api.operations.filter((one) => one.path === path);
  expect(!others.some((one) => one.method === method), `a method that ${path} does not have yet`, method);
  const isWritten = others.every((one) => fileOf(api, one).startsWith("paths/"));
  expect(isWritten, "a path with a file of its own under paths/", path);
  expect(/^[a-z]+[A-Z][A-Za-z0-9]*$/.test(id), "an id of a verb and a noun, such as listWorkItems", id);
  expect(!api.operations.some((one) => one.id === id), "an id that no operation has yet", id);
  expect(tags.includes(tag), `a tag that openapi.yaml defines, such as ${tags.join(" or ")}`, tag);
}

function operationText(api: Api, { method, path, id, tag }: NewOperation): string {
  const used = usedComponents(api);
  const parameters = parametersOf(path).map(
    (name) => `\n    - $ref: ../${used[name] ?? parameterFile(name)}`,
  );
  const errors = Object.entries(used).filter(([status]) => /^[45]|^default$/.test(status));
  const success = hasAnswer(method)
    ? `$ref: ../components/responses/${nounOf(id)}.yaml`
    : `description: "TODO: say what has happened then."`;
  const responses = [
    [successes[method], success],
    ...errors.map(([status, file]) => [status, `$ref: ../${file}`]),
  ];
  const mediaType = bodies[method];
  return filled("operation", {
    method,
    id,
    tag,
    idempotent: method === "get" && !/^(get|list)[A-Z]/.test(id) ? "  x-idempotent: false\n" : "",
    summary: words(id).replace(/^./, (letter) => letter.toUpperCase()),
    parameters: parameters.join("") || "[]",
    body: mediaType ? filled("body", { mediaType, schema: capital(id) }) : "",
    responses: responses.map(([status, text]) => `\n    "${status}":\n      ${text}`).join(""),
  });
}

/** The files that the operation refers to, but for what other operations use already. */
function componentFiles(api: Api, { method, path, id }: NewOperation): Record<string, string> {
  const used = usedComponents(api);
  const files: Record<string, string> = {};
  for (const name of parametersOf(path).filter((name) => !used[name])) {
    const component = pascal(name);
    const prefix = name.replace(/_id$/, "_");
    files[parameterFile(name)] = filled("parameter", { name, component });
    files[`components/schemas/${component}.yaml`] = filled("parameter-schema", {
      prefix,
      example: `${prefix}1`,
    });
  }
  const schemas = [...(bodies[method] ? [capital(id)] : []), ...(hasAnswer(method) ? [nounOf(id)] : [])];
  for (const schema of schemas) {
    const type = words(schema).replaceAll(" ", "_");
    files[`components/schemas/${schema}.yaml`] = filled("schema", { type });
    files[`components/examples/${schema}.yaml`] = filled("example", { type });
  }
  if (hasAnswer(method))
    files[`components/responses/${nounOf(id)}.yaml`] = filled("response", { schema: nounOf(id) });
  return files;
}

const hasAnswer = (method: string) => method === "get" || method in bodies;
const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
const parameterFile = (name: string) => `components/parameters/${pascal(name)}.yaml`;
const fileOf = (api: Api, node: object) => api.where(node).file.replace(/^[^/]+\//, "");

/** Files of components by the name of the parameter, or by the status of the response, for which operations use them. */
function usedComponents(api: Api): Record<string, string> {
  const used = api.operations.flatMap(({ parameters, responses }) => [
    ...parameters.map((one) => [one.name, fileOf(api, one)] as const),
    ...responses.map((one) => [one.status, fileOf(api, one)] as const),
  ]);
  return Object.fromEntries(used.filter(([, file]) => file.startsWith("components/")));
}

/** The text of a template, with its `$names` replaced. */
function filled(template: string, values: Record<string, string>): string {
  const text = readFileSync(new URL(`../templates/${template}.yaml`, import.meta.url), "utf8");
  return text.replaceAll(/\$(\w+)/g, (all, name) => values[name] ?? all).replaceAll(" \n", "\n");
}

/** `getWorkItem` is about a `WorkItem`, and `listWorkItems` about a `WorkItemsList`. */
const nounOf = (id: string) => id.replace(/^list(.+)/, "list$1List").replace(/^[a-z]+/, "");
const capital = (id: string) => id.replace(/^./, (letter) => letter.toUpperCase());
const pascal = (name: string) => name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
const words = (name: string) => name.replace(/\B[A-Z]/g, " $&").toLowerCase();
