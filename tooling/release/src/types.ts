import { basename, extname, relative } from "node:path";
import type { Change } from "./compare.ts";
import { nodeAt } from "./pointer.ts";
import { without } from "./policy.ts";
import { lineOf, type Spec } from "./spec.ts";

/** The schemas that are gone, although everything may have the same shape: the client exports a type for each. */
export function goneTypes(base: Spec, revision: Spec): Change[] {
  const namesOf = ({ bundled }: Spec) => Object.keys(nodeAt(bundled, ["components", "schemas"]) ?? {});
  return without(namesOf(base), namesOf(revision)).map((name) => {
    const own = [...base.files.keys()].find((file) => basename(file, extname(file)) === name);
    const location = own ? `${own}#/` : `${base.file}#/components/schemas/${name}`;
    return {
      bump: "major",
      what: `The schema \`${name}\` was removed`,
      where: "",
      reason: "A program may import its type from the client.",
      source: `${relative(base.folder, own ?? base.file)}:${lineOf(base, location)}`,
      isGone: true,
    };
  });
}
