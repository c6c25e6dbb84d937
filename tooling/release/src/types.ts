import { extname, relative } from "node:path";
import type { Change } from "./compare.ts";
import { nodeAt } from "./pointer.ts";
import { without } from "./policy.ts";
import { lineOf, type Spec } from "./spec.ts";

const kinds = { schemas: "schema", responses: "response", parameters: "parameter" };

/** The components that are gone, although everything may have the same shape: the client exports a type for each. */
export function goneTypes(base: Spec, revision: Spec): Change[] {
  return Object.entries(kinds).flatMap(([kind, called]) => {
    const namesOf = ({ bundled }: Spec) => Object.keys(nodeAt(bundled, ["components", kind]) ?? {});
    return without(namesOf(base), namesOf(revision)).map((name): Change => {
      const own = [...base.files.keys()].find((file) =>
        file.slice(0, -extname(file).length).endsWith(`/${kind}/${name}`),
      );
      const location = own ? `${own}#/` : `${base.file}#/components/${kind}/${name}`;
      return {
        bump: "major",
        what: `The ${called} \`${name}\` was removed`,
        where: "",
        reason: "A program may import its type from the client.",
        source: `${relative(base.folder, own ?? base.file)}:${lineOf(base, location)}`,
        isGone: true,
      };
    });
  });
}
