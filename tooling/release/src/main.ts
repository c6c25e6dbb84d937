// `pnpm release:check`, `release:changelog` and `release:version`.
import { fileURLToPath } from "node:url";
import { run } from "./commands.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");
process.exitCode = await run(process.argv.slice(2), { root, print: console.log, tell: console.error });
