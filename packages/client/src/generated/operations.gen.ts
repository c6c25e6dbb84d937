// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** The server that is called unless `baseUrl` says otherwise (the first of `servers`). */
export const defaultServer = "https://api.qoder.com";

/** The URL of the documentation site (`externalDocs`), with a slash at the end. */
export const docsSite = "https://docs.qoder.com/work-api/";

/** The values that the spec lists for each type with an `enum`. The API may add others. */
export const knownValues = {
  WorkItemState: ["queued", "starting", "active", "stopping", "stopped"],
} as const;

export const operations = {
  getWorkItem: {
    path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}",
    patterns: { "environment_id": /^env_/u, "work_id": /^work_/u },
  },
} as const;
