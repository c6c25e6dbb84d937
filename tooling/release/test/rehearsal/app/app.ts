import { createClient } from "@qoder/work-client";
import { validated } from "@qoder/work-client/validate";
import type { Mock } from "@qoder/work-mock";

export async function read({ url: baseUrl }: Mock) {
  const work = validated(createClient({ baseUrl, token: "pt-any" }));
  // @ts-expect-error: an Environment's id is no work item's
  work.getWorkItem satisfies (ids: { environment_id: `env_${string}`; work_id: `env_${string}` }) => unknown;
  return work.getWorkItem({ environment_id: "env_1", work_id: "work_1" });
}
