import { createHash } from "node:crypto";
import { jsonOf, type Spec } from "./load.ts";

export interface Operation {
  id: string;
  summary: string;
  description: string;
  path: string;
  parameters: { name: string; in: string; pattern: string }[];
  /** Names of the examples by response status. */
  examples: [status: string, names: string[]][];
}

/** What a path parameter without a pattern must match: no value that would change the path. */
const segment = "^(?!\\.{0,2}$)";

/** Follows a `$ref` into `#/components`; anything else is returned as it is. */
function resolve<T extends object>(spec: Spec, node: T | { $ref: string }): T {
  if (!("$ref" in node) || typeof node.$ref !== "string") return node as T;
  const target = node.$ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], spec);
  return resolve(spec, target as T);
}

/** What the client and the mock need to know of each operation, in the order of the spec. */
export function operationsOf(spec: Spec): Operation[] {
  return Object.entries(spec.paths ?? {}).flatMap(([path, reference]) => {
    const item = resolve(spec, reference);
    const operation = item.get;
    if (!operation) return [];
    const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((entry) => {
      const parameter = resolve(spec, entry);
      const schema = resolve(spec, parameter.schema ?? {});
      return {
        name: parameter.name,
        in: parameter.in as string,
        pattern: schema.pattern ?? segment,
      };
    });
    // One of the operation replaces that of the path with the same name, in its place.
    const parameters = [...new Map(all.map((one) => [`${one.in} ${one.name}`, one])).values()];
    const examples = Object.entries(operation.responses).map(([status, response]): [string, string[]] => {
      const media = resolve(spec, response).content?.["application/json"];
      return [status, Object.keys(media?.examples ?? {})];
    });
    const { operationId: id = "", summary = "", description = "" } = operation;
    return [{ id, summary, description, path, parameters, examples }];
  });
}

export const docsSiteOf = (spec: Spec) => spec.externalDocs?.url.replace(/\/?$/, "/");

/** What the client needs at run time. */
export function emitOperations(spec: Spec): string {
  const entries = operationsOf(spec).map(({ id, path, parameters }) => {
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    const patterns = inPath.map(
      ({ name, pattern }) => `${JSON.stringify(name)}: ${new RegExp(pattern, "u")}`,
    );
    const query = parameters
      .filter((parameter) => parameter.in === "query")
      .map(({ name }) => JSON.stringify(name));
    const pick = query.map((name) => `${name}: params[${name}]`).join(", ");
    return `  ${id}: {
    path: ${JSON.stringify(path)},
    patterns: { ${patterns.join(", ")} },
${pick && `    query: (params: Record<string, unknown>) => ({ ${pick} }),\n`}  },
`;
  });
  const values = Object.entries(spec.components?.schemas ?? {}).flatMap(([name, schema]) =>
    "enum" in schema && schema.enum
      ? [`  ${name}: [${schema.enum.map((value) => JSON.stringify(value)).join(", ")}],\n`]
      : [],
  );
  return `/** The server that is called unless \`baseUrl\` says otherwise (the first of \`servers\`). */
export const defaultServer = ${JSON.stringify(spec.servers?.[0]?.url)};

/** Where the documentation site is published (\`externalDocs\`), with a slash at the end. */
export const docsSite = ${JSON.stringify(docsSiteOf(spec))};

/** The values that the spec lists for each type with an \`enum\`. The API may add others. */
export const knownValues = {
${values.join("")}} as const;

export const operations = {
${entries.join("")}} as const;
`;
}

/** The methods of the client, each with its documentation, which editors show and lead to. */
export function emitMethods(spec: Spec): string {
  const methods = operationsOf(spec).map(({ id, summary, description }) => {
    const text = `${summary}\n\n${description.trim()}\n\n@see ${docsSiteOf(spec)}${id}.html
@throws {WorkError} for everything but an abort and the errors of the caller's own functions`;
    return `  /**
${text.replaceAll("*/", "*\\/").replaceAll(/^/gm, "   * ").replaceAll(/ +$/gm, "")}
   */
  ${id}: (params: Params<"${id}">, options?: CallOptions) => Promise<Result<"${id}">>;
`;
  });
  return `import type { CallOptions } from "../client.ts";
import type { Params, Result } from "../types.ts";

export interface Methods {
${methods.join("")}}
`;
}

/** What a package was built from. */
export function emitApi(spec: Spec): string {
  const hash = createHash("sha256").update(jsonOf(spec)).digest("hex");
  return `/** Version of the API that this package was built for (\`info.version\` of its spec). */
export const apiVersion = ${JSON.stringify(spec.info?.version)};

/** The spec that this package was built from: the first 12 digits of the SHA-256 of \`@qoder/work-mock/openapi.json\`. */
export const apiHash = ${JSON.stringify(hash.slice(0, 12))};
`;
}

/** The answers that the mock can be asked for. */
export function emitExamples(spec: Spec): string {
  const entries = operationsOf(spec).map(({ id, examples }) => {
    const statuses = examples.map(([status, names]) => {
      return `    ${status}: ${names.map((name) => JSON.stringify(name)).join(" | ")};\n`;
    });
    return `  ${id}: {\n${statuses.join("")}  };\n`;
  });
  return `/** Names of the documented examples: operation, then response status. */
export interface Examples {
${entries.join("")}}
`;
}
