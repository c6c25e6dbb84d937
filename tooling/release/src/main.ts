// `pnpm release:check`, `release:changelog` and `release:version`.
import { fileURLToPath } from "node:url";
import { generate } from "@qoder/work-codegen";
import { run } from "./commands.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const { log: print, error: tell } = console;
process.exitCode = await run(process.argv.slice(2), { root, print, tell, generate: () => generate([]) });
