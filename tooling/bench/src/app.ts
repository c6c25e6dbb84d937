import type { WorkClient } from "@qoder/work-client";
import spec from "@qoder/work-mock/openapi.json" with { type: "json" };

type WorkItemIds = Parameters<WorkClient["getWorkItem"]>[0];

/** The exports of an app in `apps`: it makes a client once, and returns the call that is measured. */
export type Connect = (server: { baseUrl: string; token: string }) => (ids: WorkItemIds) => Promise<unknown>;

export const item = spec.components.examples.WorkItemActive.value;
export const ids = { environment_id: item.environment_id, work_id: item.id } as WorkItemIds;

/** Lets `fetch` answer at once with the item. */
export function stubFetch(): void {
  const body = JSON.stringify(item);
  globalThis.fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
}
