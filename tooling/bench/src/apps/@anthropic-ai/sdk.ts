import Anthropic from "@anthropic-ai/sdk";
import type { Connect } from "../../app.ts";

// The same operation, but the SDK itself puts `/v1` before its path and `?beta=true` behind it.
export const connect: Connect = ({ baseUrl, token }) => {
  const client = new Anthropic({ baseURL: `${baseUrl}/api/v1/cloud`, authToken: token, apiKey: null });
  return ({ work_id, environment_id }) => client.beta.environments.work.retrieve(work_id, { environment_id });
};
