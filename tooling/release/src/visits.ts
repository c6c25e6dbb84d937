import type { Api, Schema } from "@qoder/work-codegen";
import { formOf } from "./forms.ts";
import type { NameOf } from "./kinds.ts";
import { isUnion, saysOnly, unionOf } from "./normal.ts";
import { compareForms, type Forms } from "./parts.ts";
import type { Effect, Value } from "./values.ts";

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
  before: Value;
  after: Value;
}

export type Found = Difference | Inside;

/** Two nodes that were compared for a side. */
export interface Visit extends Inside {
  /** The name of the schema, if it is a component of one of the APIs. */
  name: string | undefined;
  /** The visits of what they are in; the first has led here. */
  from: Visit[];
  /** The same for all sides. */
  users: Visit[];
  differences: Difference[];
}

/** Compares all that both APIs hold: each two nodes once for each side. */
export function visitAll(before: Api, after: Api): Visit[] {
  const nameOf: NameOf = (node) => after.nameOf(node) ?? before.nameOf(node);
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
      const name = nameOf(inside.after) ?? nameOf(inside.before);
      const visit: Visit = { ...inside, name, from, users, differences: [] };
      known.set(inside.before, [...partners, visit]);
      visits.push(visit);
      for (const found of compareForms(formsOf(inside, before, after), nameOf, inside.side)) {
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

function formsOf(inside: Inside, before: Api, after: Api): Forms {
  const [old, now] = [formOf(inside.before, before), formOf(inside.after, after)];
  return [inWordsOf(now, old, inside.before), inWordsOf(old, now, inside.after)];
}

/** The form of a schema as another writes its own: with `anyOf` for `oneOf`, or as the one alternative that it is. */
function inWordsOf(other: Value, form: Value, schema: Value): Value {
  const { oneOf, ...rest } = form;
  if (oneOf && !form.anyOf && other.anyOf && !other.oneOf)
    return { ...rest, ...unionOf({ anyOf: oneOf }), isExclusive: true };
  const isAlone = isUnion(other) && !form.anyOf && !saysOnly(form);
  return isAlone ? (unionOf(schema) ?? { anyOf: [schema] }) : form;
}
