import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleApps, versionOf } from "./bundle.ts";
import { generators } from "./generators.ts";
import { answersFor, questions } from "./probes.ts";
import { table } from "./table.ts";

const out = fileURLToPath(new URL("../dist/types/", import.meta.url));

/** Compares what could replace openapi-typescript and openapi-fetch, on this spec. */
export async function run(): Promise<string> {
  console.error("Bundling an app for each transport");
  const apps = ["fetch", "openapi-fetch", "@hey-api/openapi-ts"].map((name) => `src/apps/${name}.ts`);
  const bundles = await bundleApps(...apps, "src/transports/*.ts");
  const transports = bundles.map(({ name, version, size }) => [
    `${name} ${version}`,
    size.toLocaleString("en"),
  ]);

  await rm(out, { recursive: true, force: true });
  const types = [];
  for (const [at, generator] of generators.entries()) {
    console.error(`Generating types with ${generator.from} and ${generator.with}`);
    const file = await generator.run(`${out}${at}`);
    const answers = answersFor(`${out}${at}/${file}`).map((answer) => (answer ? "yes" : "no"));
    types.push([`${generator.from} ${versionOf(generator.from)}`, generator.with, ...answers]);
  }
  return [
    table(["types", "told", ...questions], types),
    table(["one call", "Brotli, bytes"], transports),
  ].join("\n\n");
}
