// `pnpm conformance`: compares a live server with the spec.
import { fileURLToPath } from "node:url";
import { readApi } from "@qoder/work-codegen";
import { run } from "./command.ts";

const spec = fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml"));
const api = readApi(spec, { rules: "openapi" });
process.exitCode = await run(api, process.argv.slice(2), process.env["QODER_PAT"], process);
