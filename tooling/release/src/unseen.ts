import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Change } from "./compare.ts";
import { nodeAt } from "./places.ts";
import { without } from "./policy.ts";
import type { Spec } from "./spec.ts";

/** What `redocly diff` does not look at: the order of the servers, and what an example holds. */
export async function unseen(base: Spec, revision: Spec): Promise<Change[]> {
  const examplesOf = ({ bundled }: Spec) => Object.entries(nodeAt(bundled, ["components", "examples"]) ?? {});
  const oldExamples = new Map(examplesOf(base));
  const changes = examplesOf(revision)
    .filter(([name, example]) => oldExamples.has(name) && !isDeepStrictEqual(oldExamples.get(name), example))
    .map(([name]): Change => {
      const source = `components/examples/${name}.yaml:1`;
      return {
        ...nothing,
        bump: "patch",
        what: `Example \`${name}\` was edited`,
        reason: "Only people read it.",
        source,
      };
    });
  const [old, now] = [base, revision].map(({ dereferenced }) =>
    nodeAt(dereferenced, ["servers", "0", "url"]),
  );
  if (old === now || now === undefined) return changes;
  const lines = (await readFile(revision.file, "utf8")).split("\n");
  const server: Change = {
    ...nothing,
    bump: "major",
    what: `The default server is now \`${now}\` instead of \`${old}\``,
    reason: "The client calls the first server.",
    source: `${basename(revision.file)}:${lines.findIndex((line) => line.includes(`${now}`)) + 1}`,
    old,
    new: now,
  };
  return [server, ...changes];
}

/** The schemas that are gone, although everything may have the same shape: the client exports a type for each. */
export function goneTypes(base: Spec, revision: Spec): Change[] {
  const namesOf = ({ bundled }: Spec) => Object.keys(nodeAt(bundled, ["components", "schemas"]) ?? {});
  return without(namesOf(base), namesOf(revision)).map((name) => ({
    bump: "major",
    what: `The schema \`${name}\` was removed`,
    where: "",
    reason: "A program may import its type from the client.",
    source: `components/schemas/${name}.yaml:1`,
    isGone: true,
  }));
}

const nothing = { where: "", isGone: false };
