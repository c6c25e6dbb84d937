import type { paths } from "@qoder/work-client";
import { Fetcher } from "openapi-typescript-fetch";
import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const http = Fetcher.for<paths>();
  http.configure({ baseUrl, init: { headers: { authorization: `Bearer ${token}` } } });
  const path = "/api/v1/cloud/environments/{environment_id}/work/{work_id}";
  const getWorkItem = http.path(path).method("get").create();
  return async (ids) => (await getWorkItem(ids)).data;
};
