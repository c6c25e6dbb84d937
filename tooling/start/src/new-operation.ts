import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Api, yamlOf } from "@qoder/work-codegen";

interface NewOperation {
  /** Such as `post`. */
  method: string;
  /** Such as `/api/v1/cloud/environments/{environment_id}/work`. */
  path: string;
  /** `operationId`, such as `createWorkItem`, which becomes the name of the client's method. */
  id: string;
  tag: string;
}

/** The template of each method, and what differs between those that share one. */
const methods: Record<string, { template: string; status?: string; mediaType?: string }> = {
  get: { template: "read" },
  head: { template: "empty", status: "200" },
  post: { template: "write", status: "201", mediaType: "application/json" },
  put: { template: "write", status: "200", mediaType: "application/json" },
  patch: { template: "write", status: "200", mediaType: "application/merge-patch+json" },
  delete: { template: "empty", status: "204" },
  options: { template: "empty", status: "204" },
};

/**
 * Writes an operation into the file of its path, and a file for each component that the spec does not have yet. Its errors
 * are those that all other operations with a token have. A lint rule warns of each text still to be written.
 *
 * @param folder The spec, of which `api` is the model.
 * @returns The files that are new or changed, from the folder.
 * @throws {Error} with what was expected and what was received; nothing is written then
 */
export function writeOperation(folder: string, api: Api, operation: NewOperation): string[] {
  check(api, operation);
  const { method, path } = operation;
  // An editor may have left out the last line break, or written those of Windows.
  const read = (name: string) =>
    `${readFileSync(join(folder, name), "utf8").replaceAll("\r", "").trimEnd()}\n`;
  const files: Record<string, string> = {};
  const sibling = api.operations.find((one) => one.path === path);
  const file = sibling ? fileOf(api, sibling) : `paths/${path.slice(1).replaceAll("/", "_")}.yaml`;
  if (!sibling) {
    const before = read("openapi.yaml");
    files["openapi.yaml"] = before.replace(
      /^paths: *(?:#.*)?\n(?: *(?:#.*)?\n)*(?:( +)[^\s#].*\n)?(?:(?:(?:#.*)?\n)* .*\n)*/m,
      (paths, indent = "  ") => `${paths}${indent}${path}:\n${indent}  $ref: ${file}\n`,
    );
    if (files["openapi.yaml"] === before)
      throw new Error("Expected a line `paths:` in openapi.yaml, and each path on a line below it.");
  }
  const { template = "", ...own } = methods[method] ?? {};
  const text = filled(template, { method, ...own, ...valuesOf(api, operation) });
  files[file] = sibling ? read(file) + text : text;
  addComponents(files, file, (name) => existsSync(join(folder, name)));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return Object.keys(files);
}

function check(api: Api, { path, method, id, tag }: NewOperation): void {
  const expect = (holds: boolean, what: string, received: string) => {
    if (!holds) throw new Error(`Expected ${what}; received "${received}".`);
  };
  const tags = api.tags.map(({ name }) => name);
  const isPath = /^(\/([a-z0-9_-]+|\{[a-z][a-z0-9_]*\}))+$/.test(path);
  expect(isPath, "a path of words and parameters, such as /api/v1/environments/{environment_id}/work", path);
  const names = path.match(/\{\w+\}/g) ?? [];
  expect(new Set(names).size === names.length, "a path that has each parameter once", path);
  expect(Object.hasOwn(methods, method), `a method of ${Object.keys(methods).join(", ")}`, method);
  const shape = (one: string) => one.replace(/\{[^}]*\}/g, "{}");
  const others = api.operations.filter((one) => shape(one.path) === shape(path));
  const isSame = others.every((one) => one.path === path);
  expect(isSame, `the parameters as the spec names them, ${others[0]?.path}`, path);
  expect(!others.some((one) => one.method === method), `a method that ${path} does not have yet`, method);
  const isWritten = others.every((one) => fileOf(api, one).startsWith("paths/"));
  expect(isWritten, "a path with a file of its own under paths/", path);
  expect(/^[a-z]+[A-Z][A-Za-z0-9]*$/.test(id), "an id of a verb and a noun, such as listWorkItems", id);
  expect(!api.operations.some((one) => one.id === id), "an id that no operation has yet", id);
  expect(tags.includes(tag), `a tag that openapi.yaml defines, such as ${tags.join(" or ")}`, tag);
}

const fileOf = (api: Api, node: object) => api.where(node).file.replace(/^[^/]+\//, "");

function valuesOf(api: Api, { path, id, tag }: NewOperation): Record<string, string> {
  const used = api.operations.flatMap(({ parameters, responses }) => [
    ...parameters.map((one) => [one.name, fileOf(api, one)] as const),
    ...responses.map((one) => [one.status, fileOf(api, one)] as const),
  ]);
  // The first file of each name is used.
  const components = Object.fromEntries(
    used.filter(([, file]) => file.startsWith("components/")).toReversed(),
  );
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const component = name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
    return `\n    - $ref: ../${components[name] ?? `components/parameters/${component}.yaml`}`;
  });
  const guarded = api.operations.filter(({ security }) => security.length > 0);
  const others = guarded.length > 0 ? guarded : api.operations;
  const errors = Object.entries(components).filter(
    ([status]) =>
      /^[45]|^default$/.test(status) &&
      others.every(({ responses }) => responses.some((one) => one.status === status)),
  );
  return {
    id,
    tag: yamlOf(tag).trim(),
    summary: capital(words(id)),
    idempotent: /^(get|list)[A-Z]/.test(id) ? "" : "\n  x-idempotent: false",
    parameters: parameters.join("") || "[]",
    body: capital(id),
    // `getWorkItem` answers with a `WorkItem`, and `listWorkItems` with a `WorkItemsList`.
    noun: id.replace(/^list(.+)/, "list$1List").replace(/^[a-z]+/, ""),
    errors: errors.map(([status, file]) => `\n    "${status}":\n      $ref: ../${file}`).join(""),
  };
}

/** Adds the components that a file refers to, and those that they refer to, but for what is there. */
function addComponents(
  files: Record<string, string>,
  from: string,
  isThere: (name: string) => boolean,
): void {
  for (const [, kind = "", component = ""] of files[from]?.matchAll(
    /\$ref: \.\.\/(?:components\/)?(\w+)\/(\w+)/g,
  ) ?? []) {
    const file = `components/${kind}/${component}.yaml`;
    if (file in files || isThere(file)) continue;
    const type = words(component).replaceAll(" ", "_");
    const prefix = `${type.replace(/_id$/, "").replaceAll(/[^a-z]/g, "")}_`;
    // The parameter of a path that ends in `{lease}` has the id of what its operations answer with, a `Lease`.
    const schema = component.replace(/(Id)?$/, "Id");
    const values = { component, name: type, type, schema, prefix, example: `${prefix}1` };
    files[file] = filled(from.includes("/parameters/") ? "id" : kind, values);
    addComponents(files, file, isThere);
  }
}

/** The text of a template, with its `$names` replaced. */
function filled(template: string, values: Record<string, string>): string {
  const text = readFileSync(new URL(`../templates/${template}.yaml`, import.meta.url), "utf8");
  return text.replaceAll(/\$(\w+)/g, (all, name) => values[name] ?? all).replaceAll(" \n", "\n");
}

const capital = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase());
const words = (name: string) => name.replace(/\B[A-Z]/g, " $&").toLowerCase();
