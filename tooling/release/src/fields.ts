import type { Difference } from "./engine.ts";
import { type Judged, without } from "./policy.ts";

/** Fields that are a change of their own, by their paths. */
export const movedFields = (found: Difference[]) =>
  new Set(
    found.flatMap(({ kind, property, path, base, revision }) => {
      if (kind !== "modified") return [path];
      const parent = path.slice(0, path.lastIndexOf("/"));
      return property === "key" ? [base, revision].map((side) => `${parent}/${side?.value}`) : [];
    }),
  );

/** Leaves out of `required` the fields that are a change of their own; nothing if no other is left. */
export function withoutFields(change: Judged, fields: Set<string>): Judged | undefined {
  if (change.kind !== "modified" || change.property !== "required" || change.typeName !== "Schema")
    return change;
  const isOwn = (name: unknown) => fields.has(`${change.path}/properties/${name}`);
  const [old, now] = [change.base, change.revision].map((side) => (side?.value ?? []) as unknown[]) as [
    unknown[],
    unknown[],
  ];
  const lost = without(old, now).filter((name) => !isOwn(name));
  const gained = without(now, old).filter((name) => change.sides.has("request") || !isOwn(name));
  if (lost.length + gained.length === 0) return undefined;
  const { base, revision } = change as Required<Judged>;
  return { ...change, base: { ...base, value: lost }, revision: { ...revision, value: gained } };
}
