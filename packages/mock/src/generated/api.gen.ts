// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** Version of the API that this package was built for (`info.version` of its spec). */
export const apiVersion = "0.0.0";

/** The spec that this package was built from: the first 12 digits of the SHA-256 of `@qoder/work-mock/openapi.json`. */
export const apiHash = "cd0bd7e6debf";
