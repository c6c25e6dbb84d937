import type { Api } from "../model.ts";

/** The answers that the mock can be asked for. */
export function emitExamples({ operations }: Api): string {
  const entries = operations.map(({ id, responses }) => {
    const statuses = responses.map(({ status, contents: [content] }) => {
      const names = Object.keys(content?.examples ?? {}).map((name) => JSON.stringify(name));
      return `    ${JSON.stringify(Number(status) || status)}: ${names.join(" | ") || "never"};\n`;
    });
    return `  ${id}: {\n${statuses.join("")}  };\n`;
  });
  return `/** Names of the documented examples: operation, then response status. */
export interface Examples {
${entries.join("")}}
`;
}

/** The version and the hash of the spec that a package was built from. */
export const emitApi = ({ info, hash }: Api): string =>
  `/** Version of the API that this package was built for (\`info.version\` of its spec). */
export const apiVersion = ${JSON.stringify(info.version)};

/** The spec that this package was built from: the first 12 digits of the SHA-256 of \`@qoder/work-mock/openapi.json\`. */
export const apiHash = ${JSON.stringify(hash)};
`;
