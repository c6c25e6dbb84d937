import type { Api } from "../model.ts";

/** The version and the hash of the spec that a package was built from. */
export const emit = ({ info, hash }: Api): string =>
  `/** Version of the API that this package was built for (\`info.version\` of its spec). */
export const apiVersion = ${JSON.stringify(info.version)};

/** The spec that this package was built from: the first 12 digits of the SHA-256 of \`@qoder/work-mock/openapi.json\`. */
export const apiHash = ${JSON.stringify(hash)};
`;
