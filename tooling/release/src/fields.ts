import type { Difference } from "./engine.ts";
import { type Judged, without } from "./policy.ts";

/** Fields that came or went, which is a change of its own: such as `added #/…/properties/id`. */
export const movedFields = (found: Difference[]) =>
  new Set(
    found.flatMap(({ kind, property, path, base, revision }) => {
      if (kind !== "modified") return [`${kind} ${path}`];
      const parent = path.slice(0, path.lastIndexOf("/"));
      if (property !== "key") return [];
      return [`removed ${parent}/${base?.value}`, `added ${parent}/${revision?.value}`];
    }),
  );

/** Leaves out of `required` the fields that are a change of their own; nothing if no other is left. */
export function withoutFields(change: Judged, fields: Set<string>): Judged | undefined {
  if (change.kind !== "modified" || change.property !== "required" || change.typeName !== "Schema")
    return change;
  const isOwn = (kind: string, name: unknown) => fields.has(`${kind} ${change.path}/properties/${name}`);
  const [old, now] = [change.base, change.revision].map((side) => (side?.value ?? []) as unknown[]) as [
    unknown[],
    unknown[],
  ];
  const lost = without(old, now).filter((name) => !isOwn("removed", name));
  const gained = without(now, old).filter((name) => change.sides.has("request") || !isOwn("added", name));
  if (lost.length + gained.length === 0) return undefined;
  const { base, revision } = change as Required<Judged>;
  return { ...change, base: { ...base, value: lost }, revision: { ...revision, value: gained } };
}
