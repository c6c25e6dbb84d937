import { parseArgs } from "node:util";
import { specFile } from "./spec.ts";
import { writeRedoc, writeSite } from "./write-site.ts";

const { values } = parseArgs({
  options: { spec: { type: "string", default: specFile }, out: { type: "string", default: "dist" } },
});

const site = await writeSite(values.spec, values.out);
await writeRedoc(site, values.spec, values.out);
