import { fileURLToPath } from "node:url";

// Plop takes the flags of a generator only after `--`, and reads them while it loads.
const [node = "", script = "", generator, ...flags] = process.argv.filter((word) => word !== "--");
process.argv = [node, script, ...(generator ? [generator, "--", ...flags] : [])];
const { Plop, run } = await import("plop");

const configPath = fileURLToPath(new URL("plopfile.ts", import.meta.url));
/** Another folder than `spec/`, for tests. */
const dest = process.env["SPEC_FOLDER"] ?? fileURLToPath(new URL("../../../spec", import.meta.url));

Plop.prepare({ cwd: process.cwd(), configPath }, (env) =>
  Plop.execute(env, (found) => run(Object.assign(found, { dest }), undefined, false)),
);
