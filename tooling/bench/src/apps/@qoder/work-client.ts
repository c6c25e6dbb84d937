import { createClient } from "@qoder/work-client";
import type { Connect } from "../../app.ts";

export const connect: Connect = ({ baseUrl, token }) => {
  const work = createClient({ baseUrl, token });
  return (ids) => work.getWorkItem(ids);
};
