// `pnpm conformance`: compares a live server with the spec.
import { run } from "./command.ts";

process.exitCode = await run(process.argv.slice(2), process.env["QODER_PAT"], process);
