import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { siteOf, writeRedoc, writeSite } from "./write-site.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const api = await readApi(spec, { rules: "generator" });
const site = siteOf(api);
// The process of Redoc begins first, and runs while the pages are made.
await Promise.all([writeRedoc(site, "dist"), writeSite(site, "dist")]);
