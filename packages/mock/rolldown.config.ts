// Bundles the parts of Prism that the mock uses, with their licences and a bill of materials.
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "rolldown";
import mock from "./package.json" with { type: "json" };

/** Modules that take the place of others. */
const others: [name: RegExp, code: string][] = [
  // Prism loads these for what the mock does not ask of it: random values, its checks, callbacks, its log.
  [
    /^(@faker-js\/faker|json-schema-faker|fast-xml-parser|@stoplight\/http-spec\/postman\/operation|[./]+\/(validator\/.+|callback\/callbacks|utils\/logger))$/,
    "exports.JSONSchemaFaker = { extend() {}, option() {} }; exports.logRequest = exports.logResponse = () => {};",
  ],
  // Its own `resolve` warns that it is deprecated.
  [
    /^url$/,
    `const resolve = (from, to) => new URL(to, new URL(from, "file:")).href.replace("file://", "");
    module.exports = { ...require("node:url"), resolve };`,
  ],
];
const codeOf = (id: string) => others.find(([name]) => name.test(id))?.[1];

const withOthers: Plugin = {
  name: "with-others",
  resolveId: (id) => codeOf(id) && `\0${id}`,
  load: (id) => codeOf(id.replace("\0", "")),
};

const withLicences: Plugin = {
  name: "with-licences",
  generateBundle(_, files) {
    const ids = Object.values(files).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
    const folders = new Set(ids.flatMap((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
    const source = [...folders].map(noticeOf).join(`\n\n${"-".repeat(80)}\n\n`);
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY.txt", source });
    const [component, ...components] = [mock, ...[...folders].map(manifestOf)].map(componentOf);
    const bom = { bomFormat: "CycloneDX", specVersion: "1.7", metadata: { component }, components };
    this.emitFile({ type: "asset", fileName: "bundled.cdx.json", source: JSON.stringify(bom) });
  },
};

const manifestOf = (folder: string): typeof mock =>
  JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));

/** A package with its licence; a few have it in the README. */
function noticeOf(folder: string): string {
  const { name, version, license } = manifestOf(folder);
  const files = readdirSync(folder);
  const own = files.filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const found = own.length > 0 ? own : files.filter((file) => /^readme/i.test(file));
  const texts = found.map((file) => readFileSync(`${folder}/${file}`, "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

function componentOf({ name, version, license: id }: typeof mock) {
  const [local, group] = name.split("/").toReversed();
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return { type: "library", group, name: local, version, purl, licenses: [{ license: { id } }] };
}

export default defineConfig({
  input: "src/bundled.ts",
  platform: "node",
  resolve: { alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" } }, // a bundler does not see what its UMD requires
  treeshake: { commonjs: false }, // it takes exports for unused that `Object.assign` reads
  plugins: [withOthers, withLicences],
  output: { dir: "dist", entryFileNames: "[name].cjs", format: "cjs", cleanDir: false, minify: true },
  logLevel: "silent",
});
