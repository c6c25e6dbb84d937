import { createClient } from "@qoder/work-client";

// The token comes from QODER_PAT.
const work = createClient({ baseUrl: process.env.QODER_BASE_URL });
const item = await work.getWorkItem({
  environment_id: "env_019e64e01a137caf953ac2ac7b42ec5c",
  work_id: "work_019f3be4fd2475d9a784bf2c739e1194",
});
console.log(JSON.stringify(item, null, 2));
