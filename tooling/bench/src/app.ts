export interface WorkItemIds {
  environment_id: `env_${string}`;
  work_id: `work_${string}`;
}

/** The exports of an app in `apps`: it makes a client once, and returns the call that is measured. */
export type Connect = (server: { baseUrl: string; token: string }) => (ids: WorkItemIds) => Promise<unknown>;
