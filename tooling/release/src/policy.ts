import table from "./policy.json" with { type: "json" };

/** The smallest version bump that a change allows, from 1.0.0 on. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumps: Bump[] = ["none", "patch", "minor", "major"];

/** What a difference does. */
export type Effect = keyof typeof table;
/** In a `not`, what accepts more can let less through, so that neither of the others holds: `other`. */
export type Side = "request" | "response" | "other";

/**
 * What a difference asks for: by policy.json, with a line for each effect, in what a client sends and in what it
 * receives. The types of answers are open for new fields and new values.
 */
export function judge(effect: Effect, side: Side): { bump: Bump; reason: string } {
  const [request, response, reason] = table[effect] as [Bump, Bump, string];
  if (side !== "other") return { bump: side === "request" ? request : response, reason };
  return request === "patch"
    ? { bump: request, reason }
    : { bump: "major", reason: table.changed[2] as string };
}
