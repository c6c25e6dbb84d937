import { ofetch } from "ofetch";
import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const http = ofetch.create({ baseURL: baseUrl, headers: { authorization: `Bearer ${token}` } });
  return ({ environment_id, work_id }) =>
    http(`/api/v1/cloud/environments/${environment_id}/work/${work_id}`);
};
