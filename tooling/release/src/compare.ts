import type { Api, Place, Schema } from "@qoder/work-codegen";
import { compareApis, restOf } from "./apis.ts";
import { compareNodes } from "./nodes.ts";
import table from "./policy.json" with { type: "json" };
import { type NameOf, sentenceOf, subjectOf, textOf } from "./words.ts";

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

/** The effect of a difference: a line of policy.json, with what it asks for in a request, in a response, and why. */
export type Effect = keyof typeof table;
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
  /** The node of a model that came or went, if it is one. */
  node?: object | undefined;
  /** The operation that has it, where the visit does not tell. */
  part?: string | undefined;
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
      const { effect, side = "request", keyword, key, node, part, old, new: now } = difference;
      const isGone = old !== undefined && now === undefined;
      const [api, own] = isGone ? [before, visit.before] : [after, visit.after];
      const path = key === undefined ? [keyword] : [keyword, key];
      const subject = subjectOf(visit, nameOf);
      const change: Change = {
        ...judge(effect, side),
        sentence: sentenceOf(difference, subject, nameOf),
        parts: part ? [part] : partsOf(visit, nameOf),
        place: node ? api.where(node) : api.where(own === api ? api.document : own, ...path),
        isGone,
        old,
        new: now,
      };
      const isTold = subject.of !== "" || visit.keyword === "operations";
      return { change, isTold, id: JSON.stringify([change.place, isGone, effect, ...path]) };
    }),
  );
  // A difference that is written in one place is one change, however many operations have it.
  const changes = [...Map.groupBy(told, ({ id }) => id).values()].map((all) => {
    const [worst] = worstFirst(all.map(({ change }) => change)) as [Change];
    const parts = [...new Set(all.flatMap(({ change }) => change.parts))];
    return { ...worst, parts: parts.length === 1 && all[0]?.isTold ? [] : parts };
  });
  return worstFirst(changes);
}

function judge(effect: Effect, side: Side): { bump: Bump; reason: string } {
  const [request, response, reason] = table[effect] as [Bump, Bump, string];
  if (side === "other" && effect !== "text") return { bump: "major", reason: table.changed[2] as string };
  return { bump: side === "response" ? response : request, reason };
}

const worstFirst = (changes: Change[]) =>
  changes.toSorted((one, other) => bumps.indexOf(other.bump) - bumps.indexOf(one.bump));

/** Compares all that both APIs hold: each two nodes once for each side. */
function visitAll(before: Api, after: Api): Visit[] {
  const known = new Map<object, Visit[]>();
  const used = explore([{ before, after, keyword: "" }], known);
  const raw = JSON.stringify([restOf(before), restOf(after)]);
  const unused = Object.entries(before.schemas).flatMap(([key, schema]): Inside[] => {
    const other = after.schemas[key];
    const isUsed = known.get(schema)?.some((visit) => visit.after === other);
    if (!other || (isUsed && !raw.includes(`"#/components/schemas/${key}"`))) return [];
    return [{ before: schema, after: other, keyword: "schemas", key, side: "other" }];
  });
  return [...used, ...explore(unused, known)];
}

function explore(roots: Inside[], known: Map<object, Visit[]>): Visit[] {
  const visits: Visit[] = [];
  const visit = (inside: Inside, from: Visit[]) => {
    const partners = known.get(inside.before) ?? [];
    const seen = partners.find(({ after, side }) => after === inside.after && side === inside.side);
    if (seen) return void seen.from.push(...from);
    const made: Visit = { ...inside, from, differences: [] };
    known.set(inside.before, [...partners, made]);
    visits.push(made);
  };
  for (const root of roots) visit(root, []);
  // The list grows meanwhile.
  for (const at of visits) {
    const isRoot = at.keyword === "";
    for (const one of isRoot
      ? compareApis(at.before as Api, at.after as Api)
      : compareNodes(at.before, at.after)) {
      const side = at.side === "other" || one.side === "other" ? "other" : (at.side ?? one.side);
      if (side !== "other" && one.side && one.side !== side) continue;
      if ("effect" in one) at.differences.push({ ...one, side });
      else if (one.before !== one.after) visit({ ...one, side }, [at]);
    }
  }
  return visits;
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

/** The client exports a type for each schema with a name. */
function typesChanged(before: Api, after: Api, visits: Visit[]): Difference[] {
  const all = visits.flatMap(({ differences }) => differences);
  const isLost = all.some(
    ({ effect, old, new: now }) => old && now === undefined && table[effect][0] === "major",
  );
  const change = (effect: Effect, key: string, of: Pick<Difference, "old" | "new" | "node">) => {
    return { effect, keyword: "schemas", key, ...of };
  };
  const isNew = (name: string | undefined) => name !== undefined && !before.schemas[name];
  const gone = Object.entries(before.schemas).flatMap(([old, node]) => {
    if (after.schemas[old]) return [];
    const partners = visits.filter((visit) => visit.before === node).map((visit) => visit.after as Schema);
    const renamed = partners.find((partner) => isNew(after.nameOf(partner)));
    if (renamed) return [change("schema renamed", old, { old, new: after.nameOf(renamed), node: renamed })];
    const isUsed = before.json.includes(`"#/components/schemas/${old}"`);
    // The schema or operation that used it can be gone itself.
    if (isUsed && partners.length === 0 && isLost) return [];
    return [change(isUsed ? "schema written in place" : "schema removed", old, { old, node })];
  });
  const added = Object.entries(after.schemas).filter(([name]) => isNew(name));
  return [...gone, ...added.map(([name, node]) => change("schema added", name, { new: name, node }))];
}
