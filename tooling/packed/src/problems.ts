import { posix } from "node:path";
import { checkPackage, Package } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Files } from "./pack.ts";

/** What is wrong with a package that is about to be published: a sentence for each problem. */
export async function problemsOf(files: Files): Promise<string[]> {
  const manifest: Manifest = JSON.parse(files["package.json"] ?? "{}");
  return [
    ...manifestProblems(manifest),
    ...contentProblems(files),
    ...sourceMapProblems(files),
    ...(await publintProblems(files)),
    ...(await typeProblems(files, manifest)),
  ];
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
  sideEffects?: boolean | string[];
  engines?: { node?: string };
  publishConfig?: { access?: string; provenance?: boolean };
}

function manifestProblems(manifest: Manifest): string[] {
  const { name, license, sideEffects, engines, publishConfig } = manifest;
  const expected: [field: string, is: boolean, what: string][] = [
    ["license", license !== undefined, "the SPDX name of a licence"],
    ["engines.node", engines?.node !== undefined, "a range of versions"],
    ["sideEffects", sideEffects !== undefined, "false, or the files that do something when imported"],
    ["publishConfig.access", publishConfig?.access === "public", "public, because a scoped package is not"],
    ["publishConfig.provenance", publishConfig?.provenance === true, "true"],
  ];
  const fields = expected.filter(([, is]) => !is).map(([field, , what]) => `${field} must be ${what}`);
  const dependencies = Object.entries(manifest)
    .filter(([field]) => /dependencies$/i.test(field))
    .flatMap(([field, entries]) =>
      Object.entries(entries).map(([of, range]) => [`${field}.${of}`, `${range}`]),
    )
    .filter(([, range]) => /^(workspace|catalog|link|file|git.*|https?):/.test(`${range}`))
    .map(([field, range]) => `${field} must be a version, and is ${range}`);
  return [...fields, ...dependencies].map((problem) => `package.json of ${name}: ${problem}.`);
}

/** What may be in a package. */
const allowed = /^(package\.json|README\.md|LICENSE|(dist|src)\/.+)$/;

function contentProblems(files: Files): string[] {
  const missing = ["README.md", "LICENSE"].filter((file) => !files[file]?.trim());
  const surplus = Object.keys(files).filter((file) => !allowed.test(file) || /\.test(-d)?\./.test(file));
  return [
    ...missing.map((file) => `${file} is missing or empty.`),
    ...surplus.map((file) => `${file} must not be published: see \`files\` in package.json.`),
  ];
}

/** A file without a map, or a map without its sources, cannot be debugged; it can also be left from a build before. */
function sourceMapProblems(files: Files): string[] {
  const built = Object.keys(files).filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file));
  return built.flatMap((file) => {
    const [, link] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(files[file] ?? "") ?? [];
    if (!link) return `${file} names no source map.`;
    const map = posix.join(posix.dirname(file), link);
    if (!files[map]) return `${file} names the source map ${map}, which is not in the package.`;
    const { sources, sourceRoot = "" } = JSON.parse(files[map]);
    return (sources as string[])
      .map((source) => posix.join(posix.dirname(map), sourceRoot, source))
      .filter((source) => !files[source])
      .map((source) => `${map} names the source ${source}, which is not in the package.`);
  });
}

async function publintProblems(files: Files): Promise<string[]> {
  const packed = Object.entries(files).map(([file, data]) => ({ name: `package/${file}`, data }));
  const { messages, pkg } = await publint({ pkgDir: "package", pack: { files: packed }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

/**
 * Whether TypeScript resolves each export as the runtime does. Left out is what a package of ES modules alone cannot
 * have: an entry for `moduleResolution: node10`, which knows no `exports`; and a CommonJS file for `require()`, which
 * Node loads as an ES module from 22.12 on.
 */
async function typeProblems(files: Files, { name, version }: Manifest): Promise<string[]> {
  const entries = Object.entries(files).map(([file, text]) => [`/node_modules/${name}/${file}`, text]);
  const result = await checkPackage(new Package(Object.fromEntries(entries), name, version));
  if (!result.types) return ["The package has no types."];
  return result.problems
    .filter(({ kind }) => kind !== "CJSResolvesToESM")
    .filter((problem) => !("resolutionKind" in problem) || problem.resolutionKind !== "node10")
    .map(({ kind, ...where }) => `Are the types wrong: ${kind} ${JSON.stringify(where)}`);
}
