import type { Api, Operation, Parameter, Schema } from "../model.ts";

const json = JSON.stringify;
/** A name as the key of an object. */
const keyOf = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : json(name));

/** The pattern of a path parameter that has none: no value that would change the path. */
const segment = "^(?!\\.{0,2}$)";

/** The facts that the client needs at run time. */
export function emitOperations({ servers, site, schemas, operations }: Api): string {
  const known = Object.entries(schemas).flatMap(([name, { enum: values }]) =>
    values ? [`  ${keyOf(name)}: [${values.map((value) => json(value)).join(", ")}],\n`] : [],
  );
  return `/** The server that is called unless \`baseUrl\` says otherwise (the first of \`servers\`). */
export const defaultServer = ${json(servers[0]?.url)};

/** The URL of the documentation site (\`externalDocs\`), with a slash at the end. */
export const docsSite = ${json(site)};

/** The values that the spec lists for each type with an \`enum\`. The API may add others. */
export const knownValues = {
${known.join("")}} as const;

export const operations = {
${operations.map(descriptorOf).join("")}} as const;
`;
}

function descriptorOf({ id, path, parameters }: Operation): string {
  const inPlace = (place: Parameter["in"]) => parameters.filter((parameter) => parameter.in === place);
  const patterns = inPlace("path").map(({ name, schema }) => `${json(name)}: ${patternOf(schema)}`);
  const query = inPlace("query").map(({ name }) => `${json(name)}: params[${json(name)}]`);
  return `  ${id}: {
    path: ${json(path)},
    patterns: { ${patterns.join(", ")} },
${query.length > 0 ? `    query: (params: Record<string, unknown>) => ({ ${query.join(", ")} }),\n` : ""}  },
`;
}

const patternOf = ({ pattern = segment }: Schema) => new RegExp(pattern, "u");

/** The methods of the client, each with its documentation, which editors show and lead to. */
export function emitMethods({ site, operations }: Api): string {
  const methods = operations.map(({ id, summary, description, deprecated }) => {
    const text = `${summary}\n\n${description.trim()}\n\n@see ${site}${id}.html
@throws {WorkError} for everything but an abort and the errors of the caller's own functions${deprecated ? "\n@deprecated" : ""}`;
    return `  /**
${text.replaceAll("*/", "*\\/").replaceAll(/^/gm, "   * ").replaceAll(/ +$/gm, "")}
   */
  ${id}: (params: Params<"${id}">, options?: CallOptions) => Promise<Result<"${id}">>;
`;
  });
  return `import type { CallOptions } from "../options.ts";
import type { Params, Result } from "../types.ts";

export interface Methods {
${methods.join("")}}
`;
}

/** The version and the hash of the spec that a package was built from. */
export const emitApi = ({
  info,
  hash,
}: Api): string => `/** Version of the API that this package was built for (\`info.version\` of its spec). */
export const apiVersion = ${json(info.version)};

/** The spec that this package was built from: the first 12 digits of the SHA-256 of \`@qoder/work-mock/openapi.json\`. */
export const apiHash = ${json(hash)};
`;
