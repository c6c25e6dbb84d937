import { request } from "@octokit/request";
import type { Connect } from "../../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const http = request.defaults({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  return async (ids) =>
    (await http("GET /api/v1/cloud/environments/{environment_id}/work/{work_id}", { ...ids })).data;
};
