import type { Api } from "../model.ts";

/** The answers that the mock can be asked for. */
export function emit({ operations }: Api): string {
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
