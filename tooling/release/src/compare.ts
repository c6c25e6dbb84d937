import type { Api, Place, Schema } from "@qoder/work-codegen";
import { compareAll, type Visit } from "./differences.ts";
import { type Bump, bumps, type Effect, judge } from "./policy.ts";
import { type NameOf, sentenceOf, subjectOf, textOf } from "./words.ts";

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
  const nameOf: NameOf = (node) => after.nameOf(node as Schema) ?? before.nameOf(node as Schema);
  const visits = compareAll(before, after);
  const found = new Map<string, Told[]>();
  for (const visit of visits) {
    for (const difference of visit.differences) {
      const { effect, side = "request", keyword, key, node, part, old, new: now } = difference;
      const isGone = old !== undefined && now === undefined;
      const [api, own] = isGone ? [before, visit.before] : [after, visit.after];
      const path = key === undefined ? [keyword] : [keyword, key];
      const place = node ? api.where(node) : api.where(own === api ? api.document : own, ...path);
      const subject = subjectOf(visit, nameOf);
      const sentence = sentenceOf(difference, subject, nameOf);
      const parts = part ? [part] : partsOf(visit, nameOf);
      const same = JSON.stringify([place, isGone, path]);
      const isTold = subject.of !== "" || visit.keyword === "operations";
      const told = { ...judge(effect, side), sentence, parts, place, isGone, old, new: now, isTold };
      found.set(same, [...(found.get(same) ?? []), told]);
    }
  }
  const changes = [...found.values()].map(merged);
  return worstFirst([...changes, ...typesChanged(before, after, visits, changes)]);
}

/** The parts of operations that a visit is in. */
function partsOf(visit: Visit, nameOf: NameOf, seen = new Set<Visit>()): string[] {
  if (seen.has(visit)) return [];
  seen.add(visit);
  const isPart = [visit.keyword, visit.from[0]?.keyword].includes("operations");
  return isPart
    ? [textOf(subjectOf(visit, nameOf))]
    : visit.from.flatMap((one) => partsOf(one, nameOf, seen));
}

/** The one change that is written in one place, however many operations have it. */
function merged(all: Told[]): Change {
  const [{ isTold, ...worst }] = worstFirst(all) as [Told];
  const parts = [...new Set(all.flatMap((one) => one.parts))];
  return { ...worst, parts: parts.length === 1 && isTold ? [] : parts };
}

/** A change whose sentence names the part of the operation. */
type Told = Change & { isTold: boolean };

const worstFirst = <One extends Change>(changes: One[]): One[] =>
  changes.toSorted((one, other) => bumps.indexOf(other.bump) - bumps.indexOf(one.bump));

/** The client exports a type for each schema with a name. */
function typesChanged(before: Api, after: Api, visits: Visit[], changes: Change[]): Change[] {
  const isLost = changes.some(({ bump, isGone }) => bump === "major" && isGone);
  const added = Object.keys(after.schemas).filter((name) => !before.schemas[name]);
  const change = (api: Api, effect: Effect, key: string, now?: string): Change => {
    const difference = { effect, keyword: "schemas", key, new: now };
    const sentence = sentenceOf(difference, { path: "", of: "" }, () => undefined);
    const place = api.where(api.schemas[key] as Schema);
    return { ...judge(effect, "request"), sentence, parts: [], place, isGone: api === before, new: now };
  };
  const gone = Object.entries(before.schemas).flatMap(([name, schema]) => {
    if (after.schemas[name]) return [];
    const names = visits
      .filter((visit) => visit.before === schema)
      .map(({ after: other }) => after.nameOf(other as Schema));
    const newName = names.find((one) => one && added.includes(one));
    const isUsed = before.json.includes(`"#/components/schemas/${name}"`);
    // What used it can be gone itself.
    if (isUsed && names.length === 0 && isLost) return [];
    return [
      change(before, isUsed && !newName ? "type written in place" : "exported type removed", name, newName),
    ];
  });
  return [...added.map((name) => change(after, "type added", name, name)), ...gone];
}
