import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseYaml } from "@redocly/openapi-core";

export interface Answers {
  /** Such as `/api/v1/cloud/environments/{environment_id}/work`. */
  path: string;
  method: string;
  /** Such as `listWorkItems`; it becomes the name of the client's method. */
  id: string;
  tag: string;
}

/** New files of the spec by their path in `spec/`, with the line that names the path in `openapi.yaml`. */
export interface Plan {
  files: Record<string, string>;
  reference: string;
}

/** Starts every text that the author must still write. A lint rule of the spec warns of each. */
export const todo = "TODO";

/**
 * The files of a new operation: its path, the parameters in it that the spec does not have yet, a response with a schema
 * and an example. Errors are those that other operations answer too. Nothing that exists is overwritten.
 *
 * @throws {Error} with what was expected, an example and what was received
 */
export async function planOperation(spec: string, { path, method, id, tag }: Answers): Promise<Plan> {
  const root = await read(join(spec, "openapi.yaml"));
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
  const tags = (root["tags"] as { name: string }[]).map(({ name }) => name);
  if (!tags.includes(tag)) {
    throw new Error(
      `Expected a tag that openapi.yaml defines, such as ${tags.join(" or ")}; received "${tag}". Define a new one there first.`,
    );
  }
  if (path in (root["paths"] as object)) throw new Error(`openapi.yaml has the path ${path} already.`);

  const components = await componentsOf(spec);
  const schema = id.startsWith("list") ? `${noun}List` : noun;
  if (components.schemas.has(schema)) {
    throw new Error(`There is a schema ${schema} already: write paths/ by hand and reference it.`);
  }
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const parameters = names.map((name) => ({
    name,
    component: components.parameters.get(name) ?? pascal(name),
  }));
  const fresh = parameters.filter(({ name }) => !components.parameters.has(name));
  const file = `paths/${path.slice(1).replaceAll("/", "_")}.yaml`;
  const words = sentence(id);
  return {
    reference: `  ${path}:\n    $ref: ${file}\n`,
    files: {
      [file]: `get:
  operationId: ${id}
  summary: ${words}
  description: "${todo}: say what this operation answers, and when to use it."
  tags:
    - ${tag}
${parameters.length > 0 ? `  parameters:\n${parameters.map(({ component }) => `    - $ref: ../components/parameters/${component}.yaml\n`).join("")}` : ""}  responses:
    "200":
      $ref: ../components/responses/${schema}.yaml
${[...components.errors].map(([status, component]) => `    "${status}":\n      $ref: ../components/responses/${component}.yaml\n`).join("")}`,
      ...Object.fromEntries(fresh.flatMap(parameterFiles)),
      [`components/responses/${schema}.yaml`]: `description: "${todo}: say what this answer is."
content:
  application/json:
    schema:
      $ref: ../schemas/${schema}.yaml
    examples:
      example:
        $ref: ../examples/${schema}.yaml
`,
      [`components/schemas/${schema}.yaml`]: `type: object
description: "${todo}: say what this object is."
required:
  - type
properties:
  type:
    type: string
    description: "${todo}: replace this property by those of the object."
    const: ${snake(schema)}
`,
      [`components/examples/${schema}.yaml`]: `summary: "${todo}: say what is special about this example"
value:
  type: ${snake(schema)}
`,
    },
  };
}

const parameterFiles = ({ name, component }: { name: string; component: string }): [string, string][] => {
  const prefix = name.replace(/_id$/, "_");
  return [
    [
      `components/parameters/${component}.yaml`,
      `name: ${name}
in: path
required: true
description: "${todo}: say which one this is."
schema:
  $ref: ../schemas/${component}.yaml
`,
    ],
    [
      `components/schemas/${component}.yaml`,
      `type: string
description: "${todo}: say what this identifies, and check the prefix of its pattern."
pattern: ^${prefix}
examples:
  - ${prefix}1
`,
    ],
  ];
};

const read = async (file: string) => parseYaml(await readFile(file, "utf8")) as Record<string, unknown>;

/** Components to reference: parameters by their name, errors by their status, and the names of the schemas. */
async function componentsOf(spec: string) {
  const list = async (folder: string) =>
    (await readdir(join(spec, folder)))
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => join(spec, folder, file));
  const nameOf = (file: string) => file.replace(/^.*[\\/]|\.yaml$/g, "");
  const parameters = new Map<unknown, string>();
  for (const file of await list("components/parameters"))
    parameters.set((await read(file))["name"], nameOf(file));
  const errors = new Map<string, string>();
  for (const file of await list("paths")) {
    const { responses } = (await read(file))["get"] as { responses: Record<string, { $ref?: string }> };
    for (const [status, { $ref }] of Object.entries(responses)) {
      if (status >= "400" && $ref) errors.set(status, nameOf($ref));
    }
  }
  return { parameters, errors, schemas: new Set((await list("components/schemas")).map(nameOf)) };
}

const pascal = (name: string) => name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name: string) => name.replace(/\B[A-Z]/g, "_$&").toLowerCase();
const sentence = (id: string) => {
  const words = snake(id).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
