import type { paths } from "@qoder/work-client";
import createHttp from "openapi-fetch";
import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const http = createHttp<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  const route = "/api/v1/cloud/environments/{environment_id}/work/{work_id}";
  return async (path) => (await http.GET(route, { params: { path } })).data;
};
