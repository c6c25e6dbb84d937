import { createClient, paginate } from "@qoder/work-client";

const work = createClient({ token: process.env.QODER_PAT });
const list = paginate(work.listWorkItems, {
  environment_id: "env_019e64e01a137caf953ac2ac7b42ec5c",
});

for await (const { id, state } of list) console.log(id, state);
