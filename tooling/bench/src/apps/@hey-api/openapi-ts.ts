import { createClient } from "../../../dist/hey-api/client/index.ts";
import { getWorkItem } from "../../../dist/hey-api/sdk.gen.ts";
import type { Connect } from "../../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const client = createClient({ baseUrl, auth: token });
  return async (path) => (await getWorkItem({ client, path })).data;
};
