import { isText } from "./contract.ts";
import type { Difference } from "./engine.ts";
import type { Side } from "./places.ts";
import type { Node } from "./spec.ts";

/** Least part of the version that a change must raise, from 1.0.0 on. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumps: Bump[] = ["none", "patch", "minor", "major"];

/** A difference, and where the API has it. */
export interface Judged extends Difference {
  sides: Set<Side>;
  /** What stands at its path now; nothing where it was removed. */
  node: Node | undefined;
}

interface Line {
  applies: (change: Judged) => boolean;
  bump: Bump | ((change: Judged) => Bump);
  reason: string;
}

/** Where `redocly diff` is wrong for a client with open types, or has no rule. The first line that applies decides. */
const policy: Line[] = [
  {
    applies: ({ typeName, property }) => typeName === "Info" && property === "version",
    bump: "none",
    reason: "It follows the packages.",
  },
  {
    applies: ({ typeName, property }) =>
      /^(Info|License|Contact|Tag|TagList|ExternalDocs|Example|ExamplesMap|SpecExtension)$/.test(typeName) ||
      (property !== undefined && typeName !== "SecurityRequirement" && isText(property)),
    bump: "patch",
    reason: "Only people read it.",
  },
  {
    applies: (change) => change.property === "enum" && valuesOf(change).lost.length > 0,
    bump: "major",
    reason: "A client may wait for a value that is gone, or send it.",
  },
  {
    applies: (change) => change.property === "enum" && valuesOf(change).gained.includes(null),
    bump: ({ sides }) => (sides.has("response") ? "major" : "minor"),
    reason: "The types are open for values, and not for null.",
  },
  {
    applies: (change) => change.property === "enum" && valuesOf(change).gained.length > 0,
    bump: "minor",
    reason:
      "Types of answers are open: a client expects values that it does not know. What was accepted still is.",
  },
  {
    applies: (change) =>
      isOnly("response", change) && isPartOf(change.revision?.value, change.base?.value, change),
    bump: "minor",
    reason: "Every id that comes now was possible before.",
  },
  {
    applies: (change) =>
      isOnly("request", change) && isPartOf(change.base?.value, change.revision?.value, change),
    bump: "minor",
    reason: "Every id that was accepted still is.",
  },
  {
    applies: ({ kind, path, sides }) =>
      kind === "removed" && path.endsWith("/additionalProperties") && sides.has("response"),
    bump: "major",
    reason: "A client may read fields that have no name in the spec.",
  },
  {
    applies: ({ property, sides, node, ...change }) =>
      sides.has("response") &&
      ((property === "type" && typesLost(change).length > 0) ||
        (property === "const" && change.base?.value === undefined && node?.["enum"] !== undefined)),
    bump: "major",
    reason: "A client may wait for a value that is gone.",
  },
  {
    applies: ({ property, base, revision, ...change }) =>
      property === "additionalProperties" &&
      isOnly("response", change) &&
      [base?.value, revision?.value].every((value) => typeof (value ?? true) === "boolean"),
    bump: "minor",
    reason: "A client ignores fields that it does not know.",
  },
  {
    applies: ({ typeName, property, node }) =>
      typeName === "Parameter" && property === "name" && node?.["in"] === "path",
    bump: "major",
    reason: "The client's method takes it by this name.",
  },
  {
    applies: ({ typeName, property, verdicts }) =>
      typeName === "PathItem" && property === "key" && verdicts.length === 0,
    bump: "major",
    reason: "The client fills in the parameters by the names in the path, where they stand.",
  },
  {
    applies: ({ kind, typeName, node }) =>
      kind === "added" && typeName === "RequestBody" && node?.["required"] === true,
    bump: "major",
    reason: "Whoever sends none is refused.",
  },
  {
    applies: ({ property, sides }) => property === "default" && sides.has("request"),
    bump: "major",
    reason: "Whoever leaves it out gets another behaviour.",
  },
  {
    applies: ({ property }) => property === "default",
    bump: "minor",
    reason: "An answer says itself what it holds.",
  },
  {
    applies: ({ typeName, property }) => typeName === "Header" && property === "required",
    bump: ({ revision }) => (revision?.value === true ? "minor" : "major"),
    reason: "A client may rely on a header that always comes.",
  },
  {
    applies: ({ property }) => property === "deprecated",
    bump: "minor",
    reason: "It still works, and whoever uses it should know.",
  },
];

/** Modified keywords that a rule of `redocly diff` has judged, so that its silence means that they are compatible. */
const judged = new Set(
  `type required enum const pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength
  minItems maxItems uniqueItems minProperties maxProperties additionalProperties propertyNames items`.split(
    /\s+/,
  ),
);

/** What a change asks for, and why. */
export function classify(change: Judged): { bump: Bump; reason: string } {
  const line = policy.find(({ applies }) => applies(change));
  if (line) {
    return { bump: typeof line.bump === "function" ? line.bump(change) : line.bump, reason: line.reason };
  }
  const { verdicts, kind, property, path } = change;
  if (verdicts.length > 0) {
    return { bump: change.impact, reason: verdicts.map(({ message }) => message).join(" ") };
  }
  if (kind === "added") return { bump: "minor", reason: "Nobody can depend on it yet." };
  if (judged.has(property ?? path.slice(path.lastIndexOf("/") + 1))) {
    return { bump: "minor", reason: "Whoever follows the old contract also follows the new one." };
  }
  return { bump: "major", reason: "No rule knows this change, so it counts as breaking." };
}

/** What an enum that stays an enum gained and lost. */
function valuesOf({ base, revision }: Judged) {
  const [old, now] = [base?.value, revision?.value];
  if (!Array.isArray(old) || !Array.isArray(now)) return { gained: [], lost: [] };
  return { gained: without(now, old), lost: without(old, now) };
}

/** The types that a value no longer has. `null` is no loss, and an integer is a number. */
function typesLost({ base, revision }: Pick<Judged, "base" | "revision">): unknown[] {
  const now = [revision?.value].flat();
  return without([base?.value].flat(), now).filter(
    (type) => type !== undefined && type !== "null" && !(type === "number" && now.includes("integer")),
  );
}

/** Whether two patterns are prefixes, or the whole has none, and the part lets through less than the whole. */
function isPartOf(part: unknown, whole: unknown, { property }: Judged): boolean {
  const isPrefix = (pattern: unknown) => /^\^[\w-]+$/.test(`${pattern}`);
  if (property !== "pattern" || !isPrefix(part)) return false;
  return whole === undefined || (isPrefix(whole) && `${part}`.startsWith(`${whole}`));
}

const isOnly = (side: Side, { sides }: Pick<Judged, "sides">) => sides.size === 1 && sides.has(side);

export const without = (list: unknown[], other: unknown[]) => list.filter((one) => !other.includes(one));
