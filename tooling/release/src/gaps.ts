import { relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Leaf } from "./contract.ts";
import type { Difference } from "./engine.ts";
import type { Place } from "./places.ts";
import { pointerOf, tokensOf } from "./pointer.ts";
import { unknown } from "./policy.ts";
import { lineOf, type Spec } from "./spec.ts";

/** A value of a place that is not the same in two specs: on one side there may be none. */
export interface Gap {
  place: Place;
  /** Its JSON pointer in the place. */
  key: string;
  old: Leaf | undefined;
  now: Leaf | undefined;
}

/** Everything in which the places differ. */
export function gapsBetween(before: Place[], after: Place[]): Gap[] {
  const [olds, nows] = [before, after].map((places) => new Map(places.map((place) => [place.key, place])));
  const keys = new Set([...before, ...after].map(({ key }) => key));
  return [...keys].flatMap((key) => {
    const [was, is] = [olds?.get(key), nows?.get(key)];
    const place = (is ?? was) as Place;
    // What holds a place accounts for it only where it came or went: it may have moved, and changed.
    const above = was && is ? [] : place.trail;
    const under = (leaf: Leaf | undefined) => leaf && { ...leaf, trail: [...above, ...leaf.trail] };
    const ends = new Set([...(was?.contract.keys() ?? []), ...(is?.contract.keys() ?? [])]);
    return [...ends].flatMap((end) => {
      const [old, now] = [was?.contract.get(end), is?.contract.get(end)];
      if (old && now && isDeepStrictEqual(old.value, now.value)) return [];
      return [{ place, key: end, old: under(old), now: under(now) }];
    });
  });
}

/** Whether a difference accounts for a gap: it is that of the value, or of something that holds it. */
export function accountsFor(difference: Difference): (gap: Gap) => boolean {
  const old = locationOf(difference, difference.base);
  const now = locationOf(difference, difference.revision);
  const isIn = (location = "", leaf?: Leaf) => leaf?.trail.includes(location) === true;
  return (gap) => isIn(old, gap.old) || isIn(now, gap.now);
}

/** What makes one a thing of its own, so that another value is another thing. */
const identity = /^(Parameter\.(name|in)|Server\.url|SecurityRequirement\..*)$/;

function locationOf({ kind, typeName, property }: Difference, source: Difference["base"]) {
  if (!source) return undefined;
  const tokens = tokensOf(source.pointer);
  if (kind === "modified" && property !== "key") {
    const isThere = source.value !== undefined;
    if (identity.test(`${typeName}.${property}`)) {
      if (isThere) tokens.pop();
    } else if (!isThere) return undefined;
  }
  return `${resolve(source.file)}${pointerOf(tokens)}`;
}

/** Gaps as differences, in the way of `redocly diff`. */
export function differencesOf(
  gaps: Gap[],
  base: Spec,
  revision: Spec,
): { difference: Difference; gaps: Gap[] }[] {
  const isIn = (leaf: Leaf | undefined) => leaf?.trail.at(-1) ?? "";
  const ends = new Set(gaps.map(({ now, old }) => isIn(now ?? old)));
  const outermost = gaps.filter(
    ({ now, old }) => !(now ?? old)?.trail.slice(0, -1).some((at) => ends.has(at)),
  );
  return [...Map.groupBy(outermost, ({ now, old }) => isIn(now ?? old)).values()].map((same) => {
    const [{ place, key, old, now }] = same as [Gap];
    const path = [...place.path, ...tokensOf(key)];
    const sourceOf = (spec: Spec, leaf: Leaf | undefined) => {
      const [file = "", pointer = ""] = isIn(leaf).split("#");
      return {
        file: relative("", file),
        pointer: `#${pointer}`,
        line: lineOf(spec, isIn(leaf)),
        ...(typeof leaf?.value !== "symbol" && { value: leaf?.value }),
      };
    };
    const isExample = path.at(-3) === "examples" && path.at(-1) === "value";
    // What holds others has no value to show, nor has one on the other side.
    const isMoved = [old, now].some((leaf) => typeof leaf?.value === "symbol");
    const property = isExample || isMoved ? undefined : path.at(-1);
    const difference: Difference = {
      path: pointerOf(isMoved ? path : path.slice(0, -1)),
      typeName: isExample ? "Example" : "",
      kind: !isMoved ? "modified" : now ? "added" : "removed",
      impact: "major",
      verdicts: [{ ruleId: "", message: unknown }],
      ...(property !== undefined && { property }),
      ...(old && { base: sourceOf(base, old) }),
      ...(now && { revision: sourceOf(revision, now) }),
    };
    return { difference, gaps: same };
  });
}
