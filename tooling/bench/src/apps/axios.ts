import axios from "axios";
import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const headers = { authorization: `Bearer ${token}` };
  const http = axios.create({ adapter: "fetch", baseURL: baseUrl, headers });
  return async ({ environment_id, work_id }) =>
    (await http.get(`/api/v1/cloud/environments/${environment_id}/work/${work_id}`)).data;
};
