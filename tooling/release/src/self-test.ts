import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BaseResolver, type Source } from "@redocly/openapi-core";
import { type Case, cases as plainCases } from "./cases.ts";
import { type Change, compare } from "./compare.ts";
import { type Difference, differences } from "./engine.ts";
import { hardCases } from "./hard-cases.ts";
import { nodeAt } from "./pointer.ts";
import { type Bump, bumps } from "./policy.ts";
import { sparseCopies } from "./sparse-copies.ts";
import { readSpec, type Spec } from "./spec.ts";

export interface Result extends Case {
  found: Bump;
  changes: Change[];
}

interface Pair {
  before: string;
  after: string;
}

const cases = [...plainCases, ...hardCases];

/** Compares every case. */
export async function measure(): Promise<Result[]> {
  await using copies = await sparseCopies();
  const plain = await copies.copy({});
  const read = (file: string) => readSpec(file, new SharedFiles());
  const plainSpec = await read(plain);
  const pairs: Pair[] = [];
  for (const { base, edits } of cases) {
    pairs.push({ before: base ? await copies.copy(base) : plain, after: await copies.copy(edits) });
  }
  const inPaths = await differencesInPaths(pairs);
  const results: Result[] = [];
  const queue = pairs.entries();
  const work = async () => {
    for (const [index, { before, after }] of queue) {
      const base = before === plain ? plainSpec : await read(before);
      const revision = await read(after);
      const isInPaths = isDeepStrictEqual(rootOf(base), rootOf(revision));
      const changes = await compare(base, revision, isInPaths ? async () => inPaths[index] ?? [] : undefined);
      results[index] = { ...(cases[index] as Case), found: changes[0]?.bump ?? "none", changes };
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

const sources = new Map<string, Promise<Source>>();

/** Reads a file once, for all copies. */
class SharedFiles extends BaseResolver {
  override loadExternalRef(file: string): Promise<Source> {
    const source = sources.get(file) ?? super.loadExternalRef(file);
    sources.set(file, source);
    return source;
  }
}

/** What is no part of a path. */
const rootOf = ({ file, files, bundled }: Spec) => [
  files.get(file)?.parsed,
  nodeAt(bundled, ["components", "securitySchemes"]),
];

/**
 * The differences of each pair that its paths lead to, in one run of the engine, because its start takes most of its
 * time. All paths of all pairs stand in one document, each under a name of its own. Whatever else openapi.yaml has is not
 * compared.
 */
async function differencesInPaths(pairs: Pair[]): Promise<Difference[][]> {
  const folder = await mkdtemp(join(tmpdir(), "cases-"));
  const nameOf = (index: number) => `/case-${index}`;
  const documentOf = async (side: keyof Pair) => {
    const paths: Record<string, unknown> = {};
    for (const [index, pair] of pairs.entries()) {
      const text = await readFile(pair[side], "utf8");
      for (const [, path, file] of text.matchAll(/^ {2}(\/.*):\n {4}\$ref: (.*)$/gm)) {
        paths[`${nameOf(index)}${path}`] = { $ref: resolve(dirname(pair[side]), `${file}`) };
      }
    }
    const file = join(folder, `${side}.json`);
    await writeFile(
      file,
      JSON.stringify({ openapi: "3.1.1", info: { title: side, version: "1.0.0" }, paths }),
    );
    return file;
  };
  const all = await differences(await documentOf("before"), await documentOf("after"));
  await rm(folder, { recursive: true });
  return pairs.map((pair, index) => {
    const start = `#/paths/~1case-${index}~1`;
    const own = (pointer: string) => pointer.replace(start, "#/paths/~1");
    const from = (side: keyof Pair, source: Difference["base"]) =>
      source?.pointer.startsWith(start)
        ? { ...source, file: pair[side], pointer: own(source.pointer) }
        : source;
    return all
      .filter(({ path }) => path.startsWith(start))
      .map(({ path, base, revision, ...one }) => ({
        ...one,
        path: own(path),
        ...(base && { base: from("before", base) }),
        ...(revision && { revision: from("after", revision) }),
      })) as Difference[];
  });
}

/** How often each class was found, by the known class. */
export function matrixOf(results: Result[]): string {
  const row = (cells: unknown[]) =>
    cells
      .map((cell) => `${cell}`.padStart(8))
      .join("")
      .trimEnd();
  const countOf = (expected: Bump, found: Bump) =>
    results.filter((result) => result.expected === expected && result.found === found).length;
  return [
    `${results.length} changes, by known class (rows) and found class (columns):`,
    row(["", ...bumps]),
    ...bumps.map((expected) => row([expected, ...bumps.map((found) => countOf(expected, found))])),
  ].join("\n");
}

/** The changes that were not found to be what they are. */
export const failuresIn = (results: Result[]) =>
  results
    .filter(({ expected, found }) => found !== expected)
    .map(({ change, expected, found }) => `${change}: expected ${expected}, found ${found}`);
