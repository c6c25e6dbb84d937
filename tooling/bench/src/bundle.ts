import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { createClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Minified modules, as for a browser. */
export const forBrowser = { bundle: true, minify: true, format: "esm", platform: "browser" } as const;

/** Makes one minified file of each app in `apps`; the smallest comes first. */
export async function bundleApps() {
  await createClient({
    input: fileURLToPath(import.meta.resolve("@qoder/work-mock/openapi.json")),
    output: { path: `${root}dist/hey-api`, module: { extension: ".ts" } },
    logs: { level: "silent" },
  });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/apps/**/*.ts"],
    outbase: "src",
    outdir: "dist",
    ...forBrowser,
    metafile: true,
  });
  const bundles = Object.keys(metafile.outputs).map((file) => {
    const name = file.replace(/^dist\/apps\/|\.js$/g, "");
    return { name, version: versionOf(name), size: brotliCompressSync(readFileSync(root + file)).length };
  });
  return bundles.sort((a, b) => a.size - b.size);
}

/** The version of a package that is installed here; `fetch` comes with Node. */
function versionOf(name: string): string {
  if (name === "fetch") return `of Node ${process.versions.node}`;
  return JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, "utf8")).version;
}
