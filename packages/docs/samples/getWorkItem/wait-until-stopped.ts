import { createClient, watchWorkItem } from "@qoder/work-client";

const work = createClient({ token: process.env.QODER_PAT });
const ids = {
  environment_id: "env_019e64e01a137caf953ac2ac7b42ec5c",
  work_id: "work_019f3be4fd2475d9a784bf2c739e1194",
} as const;

const options = { interval: 2_000, timeout: 600_000 }; // in ms
for await (const item of watchWorkItem(work, ids, options)) {
  console.log(item.state);
}
console.log("Done.");
