import type { Api, Place, Schema } from "@qoder/work-codegen";
import { formOf, originOf } from "./forms.ts";
import { isUnion, saysOnly, unionOf } from "./normal.ts";
import { compareForms } from "./parts.ts";
import { type Effect, table, type Value } from "./values.ts";
import { type NameOf, sentenceOf } from "./words.ts";

/** The smallest version bump that a change allows, from 1.0.0 on. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumps: Bump[] = ["none", "patch", "minor", "major"];

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

/** In a `not`, what accepts more can let less through, so that the policy of neither side holds: `other`. */
export type Side = "request" | "response" | "other";

interface Step {
  keyword: string;
  /** Name in a map, or of a member of a list. */
  key?: string | undefined;
  side?: Side | undefined;
}

export interface Difference extends Step {
  effect: Effect;
  old?: unknown;
  new?: unknown;
  /** The node that came or went, if it is one. */
  node?: object | undefined;
}

/** Two nodes inside of those that are compared. */
export interface Inside extends Step {
  before: object;
  after: object;
}

export type Found = Difference | Inside;

/** Two nodes that were compared for a side. */
export interface Visit extends Inside {
  /** The visits of what they are in; the first has led here. */
  from: Visit[];
  /** The same for all sides. */
  users: Visit[];
  differences: Difference[];
}

/**
 * Compares two APIs for a client, and returns what differs, the worst first. It takes milliseconds. What is only written
 * in another way is no difference; a difference in a schema is one, however many places use it.
 */
export function compare(before: Api, after: Api): Change[] {
  if (before.json === after.json) return [];
  const nameOf: NameOf = (node) => after.nameOf(node as Schema) ?? before.nameOf(node as Schema);
  const visits = visitAll(before, after);
  visits[0]?.differences.push(...typesChanged(before, after, visits));
  const told = visits.flatMap((visit) =>
    visit.differences.map((difference) => {
      const { effect, side = "request", keyword, key, node, old, new: now } = difference;
      const isGone = old !== undefined && now === undefined;
      const [api, own] = isGone ? [before, visit.before] : [after, visit.after];
      const path = key === undefined ? [keyword] : [keyword, key];
      const place = originOf(node ?? own);
      const { isTold, ...said } = sentenceOf(difference, visit, nameOf);
      const change: Change = {
        ...judge(effect, side),
        ...said,
        place: node ? api.where(place) : api.where(place === api ? api.document : place, ...path),
        isGone,
        old,
        new: now,
      };
      const of = keyword === "security" ? change.sentence : change.place;
      return { change, isTold, id: JSON.stringify([of, isGone, effect, ...path]) };
    }),
  );
  // A difference that is written in one place is one change, however many operations have it.
  const changes = [...Map.groupBy(told, ({ id }) => id).values()].map((all) => {
    const used = all.filter(({ change }) => change.parts.length > 0);
    const [worst] = worstFirst((used.length > 0 ? used : all).map(({ change }) => change)) as [Change];
    const parts = [...new Set(used.flatMap(({ change }) => change.parts))];
    return { ...worst, parts: parts.length === 1 && all[0]?.isTold ? [] : parts };
  });
  return worstFirst(changes);
}

function judge(effect: Effect, side: Side): Pick<Change, "bump" | "reason"> {
  const [request, response, reason] = table[effect];
  if (side === "other" && effect !== "text") return { bump: "major", reason: table.changed[2] };
  return { bump: side === "response" ? response : request, reason };
}

const worstFirst = (changes: Change[]) =>
  changes.toSorted((one, other) => bumps.indexOf(other.bump) - bumps.indexOf(one.bump));

/** Compares all that both APIs hold: each two nodes once for each side. */
function visitAll(before: Api, after: Api): Visit[] {
  const known = new Map<object, Visit[]>();
  const explore = (roots: Inside[]) => {
    const visits: Visit[] = [];
    const queue: [Inside, Visit[]][] = roots.map((root) => [root, []]);
    // It grows meanwhile.
    for (const [inside, from] of queue) {
      const partners = known.get(inside.before) ?? [];
      const same = partners.filter((visit) => visit.after === inside.after);
      const { users = [] } = same[0] ?? {};
      users.push(...from);
      const seen = same.find((visit) => visit.side === inside.side);
      seen?.from.push(...from);
      if (seen) continue;
      const visit: Visit = { ...inside, from, users, differences: [] };
      known.set(inside.before, [...partners, visit]);
      visits.push(visit);
      for (const found of compareForms(...formsOf(inside, before, after), inside.side)) {
        const side = [found.side, inside.side].find((one) => one === "other") ?? found.side ?? inside.side;
        if ("effect" in found) visit.differences.push({ ...found, side });
        else if (found.before !== found.after) queue.push([{ ...found, side }, [visit]]);
      }
    }
    return visits;
  };
  const used = explore([{ before, after, keyword: "" }]);
  // And schemas that no operation uses, or only as a part of an `allOf`.
  const unused = Object.entries(before.schemas).flatMap(([key, schema]): Inside[] => {
    const other = after.schemas[key];
    const isUsed = known.get(schema)?.some((visit) => visit.after === other);
    const sides = other && !isUsed ? (["request", "response"] as const) : [];
    return sides.map((side) => ({ before: schema, after: other as Schema, keyword: "schemas", key, side }));
  });
  return [...used, ...explore(unused)];
}

/** The forms of two nodes. A schema that gets alternatives is one of them. */
function formsOf(inside: Inside, before: Api, after: Api): [Value, Value] {
  const [old, now] = [formOf(inside.before, before), formOf(inside.after, after)];
  const alone = (schema: Value) => unionOf(schema) ?? { anyOf: [schema] };
  if (isUnion(now) && !old.anyOf && !saysOnly(old)) return [alone(inside.before), now];
  if (isUnion(old) && !now.anyOf && !saysOnly(now)) return [old, alone(inside.after)];
  return [old, now];
}

/** The client exports a type for each schema with a name. */
function typesChanged(before: Api, after: Api, visits: Visit[]): Difference[] {
  const isNew = (name: string | undefined) => name !== undefined && !before.schemas[name];
  const isLost = visits
    .flatMap(({ differences }) => differences)
    .some(({ effect, old, new: now }) => old && now === undefined && table[effect][0] === "major");
  const gone = Object.entries(before.schemas).flatMap(([old, node]): Difference[] => {
    if (after.schemas[old]) return [];
    const partners = visits.filter((visit) => visit.before === node).map((visit) => visit.after as Schema);
    const renamed = partners.find((partner) => isNew(after.nameOf(partner)));
    const step = { keyword: "schemas", key: old, old };
    if (renamed) return [{ ...step, effect: "schema renamed", new: after.nameOf(renamed), node: renamed }];
    const isUsed = before.json.includes(`"#/components/schemas/${old}"`);
    // The schema or operation that used it can be gone itself.
    if (isUsed && partners.length === 0 && isLost) return [];
    return [{ ...step, effect: isUsed ? "schema written in place" : "schema removed", node }];
  });
  const added = Object.entries(after.schemas).filter(([name]) => isNew(name));
  return [
    ...gone,
    ...added.map(([key, node]): Difference => {
      return { keyword: "schemas", key, effect: "schema added", new: key, node };
    }),
  ];
}
