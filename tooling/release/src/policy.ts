import policy from "./policy.json" with { type: "json" };

/** The smallest version bump that a change allows, from 1.0.0 on. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumps: Bump[] = ["none", "patch", "minor", "major"];

/** A kind of change: a line of policy.json, with what it asks for in a request, in a response, and why. */
export type Effect = keyof typeof policy;
export const table = policy as unknown as Record<Effect, [request: Bump, response: Bump, reason: string]>;

/** The first line of the policy that there is. */
export const effectOf = (...lines: string[]): Effect =>
  (lines.find((line) => Object.hasOwn(table, line)) ?? "changed") as Effect;
