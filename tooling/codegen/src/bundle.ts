// `node bundle.ts <file>` writes the spec in one piece, as JSON.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { jsonOf, loadSpec } from "./load.ts";

const { spec } = await loadSpec(fileURLToPath(import.meta.resolve("@qoder/work-spec/openapi.yaml")));
writeFileSync(process.argv[2] ?? "openapi.json", jsonOf(spec));
