import type { Api, Place } from "@qoder/work-codegen";
import { shapeOf } from "./normal.ts";
import type { Difference } from "./parts.ts";
import { type Bump, bumps, table } from "./policy.ts";
import { type Visit, visitAll } from "./visits.ts";
import { sentenceOf } from "./words.ts";

/** One change of an API. */
export interface Change {
  bump: Bump;
  /** Without its full stop, as Markdown. */
  sentence: string;
  /** Parts of operations that have it, such as "the 200 response of `getItem`"; empty where the sentence says so. */
  parts: string[];
  reason: string;
  place: Place;
  /** Whether `place` is in the base, because the thing is gone. */
  isGone: boolean;
  old?: unknown;
  new?: unknown;
}

/**
 * Compares two APIs for a client, and returns what differs, the worst first. It takes milliseconds. What is only written
 * in another way is no difference; a difference in a schema is one, however many places use it.
 */
export function compare(before: Api, after: Api): Change[] {
  if (before.json === after.json) return [];
  const visits = visitAll(before, after);
  visits[0]?.differences.push(...typesChanged(before, after, visits));
  const told = visits.flatMap((visit) =>
    visit.differences.map((difference) => {
      const { effect, side, keyword, key, node, old, new: now } = difference;
      // In a `not`, what accepts more can let less through, so that no line but that of texts holds.
      const isUnruled = side === "other" && effect !== "text";
      const [request, response, reason] = table[isUnruled ? "changed" : effect];
      const isGone = old !== undefined && now === undefined;
      const [api, own] = isGone ? [before, visit.before] : [after, visit.after];
      const path = key === undefined ? [keyword] : [keyword, key];
      const change: Change = {
        bump: side === "response" ? response : request,
        reason,
        ...sentenceOf(difference, visit),
        place: node ? api.where(node) : api.where(own === api ? api.document : own, ...path),
        isGone,
        old,
        new: now,
      };
      const of = keyword === "security" ? change.sentence : change.place;
      return { change, id: JSON.stringify([of, isGone, effect, ...path]) };
    }),
  );
  // A difference that is written in one place is one change, however many operations have it.
  const changes = [...Map.groupBy(told, ({ id }) => id).values()].map((all) => {
    const used = all.filter(({ change }) => change.parts.length > 0);
    const [worst] = worstFirst((used.length > 0 ? used : all).map(({ change }) => change)) as [Change];
    const parts = [...new Set(used.flatMap(({ change }) => change.parts))];
    const said = worst.sentence.toLowerCase();
    return { ...worst, parts: parts.every((part) => said.includes(part.toLowerCase())) ? [] : parts };
  });
  return worstFirst(changes);
}

const worstFirst = (changes: Change[]) =>
  changes.toSorted((one, other) => bumps.indexOf(other.bump) - bumps.indexOf(one.bump));

/** The client exports a type for each schema with a name. */
function typesChanged(before: Api, after: Api, visits: Visit[]): Difference[] {
  const isNew = (name: string | undefined) => name !== undefined && !before.schemas[name];
  const isLost = visits
    .flatMap(({ differences }) => differences)
    .some(({ effect, old, new: now }) => old && now === undefined && table[effect][0] === "major");
  const gone = Object.entries(before.schemas).flatMap(([old, node]): Difference[] => {
    if (after.schemas[old]) return [];
    const uses = visits.filter((visit) => visit.before === node);
    // A part of an `allOf` is not visited.
    const twins = uses.length > 0 ? [] : Object.entries(after.schemas);
    const [name, twin] = twins.find(([name, one]) => isNew(name) && shapeOf(one) === shapeOf(node)) ?? [];
    const renamed = uses.find(({ name }) => isNew(name)) ?? (twin && { name, after: twin });
    const step = { keyword: "schemas", key: old, old };
    if (renamed) return [{ ...step, effect: "schema renamed", new: renamed.name, node: renamed.after }];
    const isUsed = before.json.includes(`"#/components/schemas/${old}"`);
    // The schema or operation that used it can be gone itself.
    if (isUsed && uses.length === 0 && isLost) return [];
    return [{ ...step, effect: isUsed ? "schema written in place" : "schema removed", node }];
  });
  const added = Object.entries(after.schemas)
    .filter(([name]) => isNew(name) && !gone.some((one) => one.new === name))
    .map(([key, node]): Difference => ({ keyword: "schemas", key, effect: "schema added", new: key, node }));
  return [...gone, ...added];
}
