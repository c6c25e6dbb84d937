import ky from "ky";
import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const http = ky.create({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  return ({ environment_id, work_id }) =>
    http.get(`/api/v1/cloud/environments/${environment_id}/work/${work_id}`).json();
};
