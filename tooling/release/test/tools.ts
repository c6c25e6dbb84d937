import { fileURLToPath } from "node:url";

/** A file of what `pnpm test` installs in `tools/`, apart from the workspace. */
export const tool = (path: string) => fileURLToPath(new URL(`tools/node_modules/${path}`, import.meta.url));
