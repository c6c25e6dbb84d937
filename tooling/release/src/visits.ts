import type { Api } from "@qoder/work-codegen";
import { formOf } from "./forms.ts";
import type { NameOf } from "./kinds.ts";
import { isUnion, saysOnly, unionOf } from "./normal.ts";
import { compareForms, type Difference, type Forms, type Inside } from "./parts.ts";
import type { Value } from "./values.ts";

/** Two nodes that were compared for a side. */
export interface Visit extends Inside {
  /** The name of the schema, if it is a component of one of the APIs. */
  name: string | undefined;
  /** The visits of what they are in; the first has led here. */
  from: Visit[];
  /** All visits of the node before. */
  partners: Visit[];
  differences: Difference[];
}

/** Compares all that both APIs hold: each two nodes once for each side. */
export function visitAll(before: Api, after: Api): Visit[] {
  const nameOf: NameOf = (node) => after.nameOf(node) ?? before.nameOf(node);
  const visits: Visit[] = [];
  const known = new Map<object, Visit[]>();
  const add = (inside: Inside, ...from: Visit[]) => {
    const partners = known.get(inside.before) ?? [];
    const seen = partners.find(({ after, side }) => after === inside.after && side === inside.side);
    seen?.from.push(...from);
    if (seen) return;
    const name = nameOf(inside.after) ?? nameOf(inside.before);
    const visit = { ...inside, name, from, partners, differences: [] };
    partners.push(visit);
    known.set(inside.before, partners);
    visits.push(visit);
  };
  let next = 0;
  const compareAdded = () => {
    for (let visit = visits[next]; visit; visit = visits[++next]) {
      const [old, now] = [formOf(visit.before, before), formOf(visit.after, after)];
      const forms: Forms = [inWordsOf(now, old, visit.before), inWordsOf(old, now, visit.after)];
      for (const found of compareForms(forms, nameOf, visit.side)) {
        const side = [found.side, visit.side].find((one) => one === "other") ?? found.side ?? visit.side;
        if ("effect" in found) visit.differences.push({ ...found, side });
        else if (found.before !== found.after) add({ ...found, side }, visit);
      }
    }
  };
  add({ before, after, keyword: "" });
  compareAdded();
  // And schemas that no operation uses, or only as a part of an `allOf`.
  for (const [key, schema] of Object.entries(before.schemas)) {
    const unused = { keyword: "schemas", key, before: schema, after: after.schemas[key] };
    if (!unused.after || known.get(schema)?.some((one) => one.after === unused.after)) continue;
    add({ ...unused, side: "request" });
    add({ ...unused, side: "response" });
  }
  compareAdded();
  return visits;
}

/** The form of a schema as another writes its own: with `anyOf` for `oneOf`, or as the one alternative that it is. */
function inWordsOf(other: Value, form: Value, schema: Value): Value {
  const { oneOf, ...rest } = form;
  if (oneOf && !form.anyOf && other.anyOf && !other.oneOf)
    return { ...rest, ...unionOf({ anyOf: oneOf }), isExclusive: true };
  const isAlone = isUnion(other) && !form.anyOf && !saysOnly(form);
  return isAlone ? (unionOf(schema) ?? { anyOf: [schema] }) : form;
}
