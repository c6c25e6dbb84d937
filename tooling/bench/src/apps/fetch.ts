import type { Connect } from "../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const headers = { authorization: `Bearer ${token}` };
  return async ({ environment_id, work_id }) => {
    const url = `${baseUrl}/api/v1/cloud/environments/${environment_id}/work/${work_id}`;
    return (await fetch(url, { headers })).json();
  };
};
