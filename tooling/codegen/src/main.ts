import { enableCompileCache } from "node:module";

// Before anything is imported: to compile Redocly, Ajv and TypeScript anew takes half a second.
enableCompileCache();
const { run } = await import("./command.ts");
process.exitCode = await run(process.argv.slice(2));
