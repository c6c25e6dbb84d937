// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** The server that is called unless `baseUrl` says otherwise (the first of `servers`); undefined if its URL is relative. */
export const defaultServer: string | undefined = "https://api.qoder.com";

/** The URL of the documentation site (`externalDocs`), with a slash at the end. */
export const docsSite = "https://docs.qoder.com/work-api/";

/** The facts in the body of an error. Its type is null where a documented error may have none. */
// biome-ignore lint/suspicious/noExplicitAny: whatever a server sends
export const factsOf = (body: any) => ({ type: body.error?.type, message: body.error?.message, param: body.error?.param, request_id: body.request_id });

/** The values that the spec lists for each type with an `enum`. The API may add others. */
export const knownValues = {
  WorkItemState: ["queued", "starting", "active", "stopping", "stopped"],
  LeasedState: ["active", "stopping"],
} as const;

/** The scheme that the option `token` is for. */
export const tokenScheme: string = "PersonalAccessToken";

/** The header that carries a credential of each scheme, or `?` and the query parameter; what comes before it; the option. */
export const schemes = {
  PersonalAccessToken: ["authorization", "Bearer ", "`token` or QODER_PAT"],
};

/** Names of the schemes that are needed together, for each alternative, unless an operation has others. */
export const security: string[][] = [["PersonalAccessToken"]];

export const operations = {
  getWorkItem: { path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u, work_id: /^work_[^\s/\\\p{Cc}]+$/u } },
  updateWorkItem: { method: "POST", path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u, work_id: /^work_[^\s/\\\p{Cc}]+$/u }, body: "application/json" },
  listWorkItems: { path: "/api/v1/cloud/environments/{environment_id}/work", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u }, query: { limit: {}, page: {}, before_id: {}, after_id: {} } },
  pollWork: { path: "/api/v1/cloud/environments/{environment_id}/work/poll", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u }, query: { block_ms: {}, reclaim_older_than_ms: {} }, header: { "Worker-ID": "," }, answer: "object null", once: true },
  acknowledgeWorkItem: { method: "POST", path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}/ack", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u, work_id: /^work_[^\s/\\\p{Cc}]+$/u }, header: { "Worker-ID": "," } },
  heartbeatWorkItem: { method: "POST", path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}/heartbeat", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u, work_id: /^work_[^\s/\\\p{Cc}]+$/u }, query: { expected_last_heartbeat: {}, desired_ttl_seconds: {} }, once: true },
  stopWorkItem: { method: "POST", path: "/api/v1/cloud/environments/{environment_id}/work/{work_id}/stop", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u, work_id: /^work_[^\s/\\\p{Cc}]+$/u }, body: "application/json", once: true },
  getWorkStats: { path: "/api/v1/cloud/environments/{environment_id}/work/stats", patterns: { environment_id: /^env_[^\s/\\\p{Cc}]+$/u } },
};
