import { beforeAll, expect, test, vi } from "vitest";
import { type Files, pack, published } from "./pack.ts";
import { problemsOf } from "./problems.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

test.each(Object.keys(published))("%s loads", async (name) => {
  expect(await problemsOf(await pack(name))).toStrictEqual([]);
});

let mock: Files;
beforeAll(async () => {
  mock = await pack("@qoder/work-mock");
});

const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));

interface Fault {
  fault: string;
  /** Files to add, or to take away where the text is undefined. */
  files?: Record<string, string | undefined>;
  manifest?: (manifest: { exports: Record<string, Record<string, string>> }) => object;
  problem: string;
}
const faults: Fault[] = [
  { fault: "no licence", manifest: () => without("license"), problem: "license must be the SPDX name" },
  { fault: "no Node", manifest: () => without("engines"), problem: "engines.node must be a range" },
  { fault: "no sideEffects", manifest: () => without("sideEffects"), problem: "sideEffects must be false" },
  { fault: "not public", manifest: () => without("publishConfig"), problem: "publishConfig.access must be" },
  {
    fault: "no provenance",
    manifest: () => ({ publishConfig: { access: "public" } }),
    problem: "package.json of @qoder/work-mock: publishConfig.provenance must be true.",
  },
  ...["workspace:*", "catalog:", "file:../client"].map((range) => ({
    fault: `a dependency on ${range}`,
    manifest: () => ({ devDependencies: { other: range } }),
    problem: `devDependencies.other must be a version, and is ${range}`,
  })),
  { fault: "no README", files: { "README.md": undefined }, problem: "README.md is missing or empty." },
  { fault: "an empty licence", files: { LICENSE: "\n" }, problem: "LICENSE is missing or empty." },
  { fault: "a test", files: { "src/a.test.ts": "" }, problem: "src/a.test.ts must not be published" },
  { fault: "another file", files: { ".env": "" }, problem: ".env must not be published" },
  {
    fault: "no map",
    files: { "dist/mock.js.map": undefined },
    problem: "names the source map dist/mock.js.map",
  },
  { fault: "no source", files: { "src/mock.ts": undefined }, problem: "names the source src/mock.ts, which" },
  {
    fault: "no link to a map",
    files: { "dist/prefer.js": "export {};" },
    problem: "dist/prefer.js names no source map.",
  },
  {
    fault: "an export that is not there",
    files: { "dist/openapi.json": undefined },
    problem: 'publint: pkg.exports["./openapi.json"] is ./dist/openapi.json but the file does not exist.',
  },
  {
    fault: "a command that is not there",
    manifest: () => ({ bin: { "qoder-work-mock": "dist/other.js" } }),
    problem: "publint: pkg.bin",
  },
  {
    fault: "a command without a shebang",
    files: { "dist/main.js": "export {};\n//# sourceMappingURL=main.js.map" },
    problem: "shebang",
  },
  {
    fault: "conditions in the wrong order",
    manifest: ({ exports: { ".": entry } }) => ({
      exports: { ".": { default: entry?.["default"], types: entry?.["types"] } },
    }),
    problem: "publint: pkg.exports",
  },
  {
    fault: "types that are not there",
    files: { "dist/index.d.ts": undefined },
    manifest: () => ({ exports: "./dist/index.js" }),
    problem: 'Are the types wrong: UntypedResolution {"entrypoint":".","resolutionKind":"bundler"}',
  },
  {
    fault: "types that import what is not there",
    files: { "dist/index.d.ts": 'export * from "./nothing.ts";\n//# sourceMappingURL=index.d.ts.map' },
    problem: "Are the types wrong: InternalResolutionError",
  },
  {
    fault: "CommonJS in an ES module",
    manifest: () => without("type"),
    problem: "Are the types wrong:",
  },
];

test.each(faults)("$fault is a problem", async ({ files, manifest, problem }) => {
  const own = JSON.parse(mock["package.json"] ?? "");
  const edited = { ...own, ...manifest?.(own) };
  const faulty = { ...mock, ...files, "package.json": JSON.stringify(edited) };
  const entries = Object.entries(faulty).filter(([, text]) => text !== undefined);
  const problems = await problemsOf(Object.fromEntries(entries) as Files);
  expect(problems.join("\n")).toContain(problem);
});
