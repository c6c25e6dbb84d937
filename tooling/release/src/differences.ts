import type { Api } from "@qoder/work-codegen";
import { compareApis, restOf } from "./apis.ts";
import { compareNodes } from "./nodes.ts";
import type { Effect, Side } from "./policy.ts";

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
  /** What came or went, if that is a node of a model. */
  node?: object | undefined;
  /** The operation that has it, where that is not in the path of visits. */
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

/** Compares two APIs, and all that both hold: each two nodes once for each side. */
export function compareAll(before: Api, after: Api): Visit[] {
  const known = new Map<object, Visit[]>();
  const used = explore([{ before, after, keyword: "" }], known);
  const raw = JSON.stringify([restOf(before), restOf(after)]);
  const unused = Object.entries(before.schemas).flatMap(([name, schema]): Inside[] => {
    const other = after.schemas[name];
    const isUsed = known.get(schema)?.some((visit) => visit.after === other);
    if (!other || (isUsed && !raw.includes(`"#/components/schemas/${name}"`))) return [];
    return [{ before: schema, after: other, keyword: "schemas", key: name, side: "other" }];
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
    const found = at.keyword
      ? compareNodes(at.before, at.after)
      : compareApis(at.before as Api, at.after as Api);
    for (const one of found) {
      const side = at.side === "other" || one.side === "other" ? "other" : (at.side ?? one.side);
      if (side !== "other" && one.side && one.side !== side) continue;
      if ("effect" in one) at.differences.push({ ...one, side });
      else if (one.before !== one.after) visit({ ...one, side }, [at]);
    }
  }
  return visits;
}
