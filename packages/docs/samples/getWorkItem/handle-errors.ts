import { createClient, docsUrl, WorkError } from "@qoder/work-client";

const work = createClient({ token: process.env.QODER_PAT });
try {
  const item = await work.getWorkItem({
    environment_id: "env_019e64e01a137caf953ac2ac7b42ec5c",
    work_id: "work_019f3be4fd2475d9a784bf2c739e1194",
  });
  console.log(item.state);
} catch (error) {
  if (!(error instanceof WorkError)) throw error;
  if (error.kind === "api" && error.status === 404) {
    console.log(`Not found. Check ${error.param ?? "both ids"}.`);
  } else if (error.kind === "api" && error.status === 401) {
    console.log("Refused. Check QODER_PAT.");
  } else {
    console.log(error.message); // with request_id and attempts
  }
  console.log(docsUrl(error));
}
