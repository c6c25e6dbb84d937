import type { paths } from "@qoder/work-client";
import { createOpenApiFetchClient } from "feature-fetch";
import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const http = createOpenApiFetchClient<paths>({
    prefixUrl: baseUrl,
    headers: { authorization: `Bearer ${token}` },
  });
  return async (pathParams) => {
    const path = "/api/v1/cloud/environments/{environment_id}/work/{work_id}";
    return (await http.get(path, { pathParams })).unwrap().data;
  };
};
