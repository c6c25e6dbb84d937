// Bundles the parts of Prism that the mock uses, with their licences and a bill of materials.
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "rolldown";
import mock from "./package.json" with { type: "json" };

/** What Prism loads for what the mock does not ask of it: random values, its checks, callbacks, its log. */
const unused =
  /^(@faker-js\/faker|json-schema-faker|fast-xml-parser|@stoplight\/http-spec\/(oas2|postman)\/operation|[./]+\/(validator\/.+|callback\/callbacks|utils\/logger))$/;

/** Modules that take the place of others. */
const instead: Plugin = {
  name: "instead",
  resolveId: (id) => (id === "url" || unused.test(id) ? `\0${id}` : undefined),
  load(id) {
    if (id === "\0url")
      // Its own `resolve` warns that it is deprecated.
      return `module.exports = { ...require("node:url"), resolve(from, to) {
        const { protocol, pathname, hash, href } = new URL(to, new URL(from, "file:"));
        return protocol === "file:" ? pathname + hash : href;
      } };`;
    if (unused.test(id.slice(1)))
      // Prism calls these in any case.
      return `exports.JSONSchemaFaker = { extend() {}, option() {} };
        exports.logRequest = exports.logResponse = () => {};`;
    return undefined;
  },
};

interface Bundled {
  name: string;
  version: string;
  license: string;
  /** Its licence and notices, which some have in their README. */
  text: string;
}

/** Writes what the licences ask for, and a bill of materials, which CycloneDX describes. */
const withLicences: Plugin = {
  name: "with-licences",
  generateBundle(_, bundle) {
    const ids = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
    const folders = ids.flatMap((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
    const bundled = [...new Set(folders)].toSorted().map(bundledOf);
    const notices = [...Map.groupBy(bundled, ({ text }) => text)].map(([text, all]) => {
      const names = all.map(({ name, version, license }) => `${name} ${version} (${license})`);
      return `${names.join("\n")}\n\n${text}\n`;
    });
    const source = ["bundled.cjs has code of these packages.\n", ...notices].join(`\n${"-".repeat(80)}\n\n`);
    const components = bundled.map((one) => ({
      ...componentOf(one),
      licenses: [{ license: { id: one.license } }],
    }));
    const bom = {
      bomFormat: "CycloneDX",
      specVersion: "1.7",
      metadata: { component: componentOf(mock) },
      components,
    };
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY.txt", source });
    this.emitFile({ type: "asset", fileName: "bundled.cdx.json", source: JSON.stringify(bom) });
  },
};

function bundledOf(folder: string): Bundled {
  const named = (pattern: RegExp) => readdirSync(folder).filter((name) => pattern.test(name));
  const [files = []] = [named(/^(licen[cs]e|notice)/i), named(/^readme/i)].filter(({ length }) => length > 0);
  const text = files.map((file) => readFileSync(`${folder}/${file}`, "utf8").trim()).join("\n\n");
  return { ...JSON.parse(readFileSync(`${folder}/package.json`, "utf8")), text };
}

function componentOf({ name, version }: { name: string; version: string }) {
  const [local, group] = name.split("/").toReversed();
  return {
    type: "library",
    group,
    name: local,
    version,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
  };
}

export default defineConfig({
  input: "src/bundled.ts",
  platform: "node",
  resolve: { alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" } }, // its UMD hides from a bundler what it requires
  plugins: [instead, withLicences],
  output: { dir: "dist", entryFileNames: "[name].cjs", format: "cjs", cleanDir: false, minify: true },
  logLevel: "silent",
});
