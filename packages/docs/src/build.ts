import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { writeRedoc, writeSite } from "./write-site.ts";

const api = await readApi(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
const site = await writeSite(api, "dist");
await writeRedoc(site, "dist");
