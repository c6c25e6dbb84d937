import type { Change } from "./compare.ts";
import type { Difference } from "./engine.ts";
import type { Side } from "./places.ts";
import type { Node } from "./spec.ts";

/** Least part of the version that a change must raise, from 1.0.0 on. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumps: Bump[] = ["none", "patch", "minor", "major"];

/** A difference, and where the API has it. */
export interface Judged extends Difference {
  sides: Set<Side>;
  /** Whether only people read it. */
  isText: boolean;
  /** The ways to it in the places that have it, as `Leaf` in contract.ts has them. */
  shapes: string[];
  /** What stands at its path, and what holds that, from the inside out. Nothing of it may be there on one side. */
  nodes: [base: (Node | undefined)[], revision: (Node | undefined)[]];
}

interface Line {
  applies: (change: Judged) => boolean;
  bump: Change["bump"] | ((change: Judged) => Change["bump"]);
  reason: string;
}

export const unknown = "No rule knows this change, so it counts as breaking.";

/** What a rule of `redocly diff` does not reckon with: in these, what accepts more can let less through. */
const crooked =
  /\/(not|if|oneOf|contains|dependentSchemas|unevaluated\w+|callbacks|webhooks|components)(\/|$)/;
/** A name in a map, which may be that of a keyword. */
const named = /(Properties|Map|Mapping|DependentRequired|SecurityRequirement)$/;
export const isField = /\/properties(\/\{\})?$/;

/** Whether fields without a name have a schema. */
const hasOtherFields = (schema: Node | undefined) =>
  ["additionalProperties", "unevaluatedProperties", "patternProperties"].some(
    (keyword) => typeof schema?.[keyword] === "object",
  );

/** Where `redocly diff` is wrong for a client with open types, or has no rule. The first line that applies decides. */
export const policy: Line[] = [
  {
    applies: (change) => change.isText,
    bump: "patch",
    reason: "Only people read it.",
  },
  {
    applies: ({ kind, typeName, shapes, verdicts }) =>
      shapes.some((shape) => crooked.test(shape)) ||
      (kind === "modified" && named.test(typeName) && verdicts.length === 0),
    bump: "major",
    reason: unknown,
  },
  {
    applies: ({ shapes, sides }) =>
      shapes.some(
        (shape) =>
          (sides.has("request") && shape.includes("/readOnly")) ||
          (sides.has("response") && shape.includes("/writeOnly")),
      ),
    bump: "major",
    reason: "No rule follows a schema to the side that it is not for.",
  },
  {
    applies: ({ kind, shapes, nodes: [, now] }) =>
      kind === "added" && shapes.some((shape) => isField.test(shape)) && now.slice(1, 3).some(hasOtherFields),
    bump: "major",
    reason: "It was one of the fields that have no name, and had a value like theirs.",
  },
  {
    applies: ({ kind, typeName, path, nodes: [before] }) =>
      kind === "added" &&
      typeName === "Response" &&
      /\/2..$/.test(path) &&
      Object.keys(before[1] ?? {}).some((status) => status.startsWith("2")),
    bump: "major",
    reason: "The client's method resolves to the body of the one success.",
  },
  {
    applies: ({ typeName, path, property }) =>
      (/^Server(List)?$/.test(typeName) && !path.startsWith("#/servers")) || property === "defaultServer",
    bump: "major",
    reason: "The client calls the first server of the whole API.",
  },
  {
    applies: (change) => change.property === "enum" && valuesOf(change).lost.length > 0,
    bump: "major",
    reason: "A client may wait for a value that is gone, or send it.",
  },
  {
    applies: (change) => change.property === "enum" && valuesOf(change).isClosed,
    bump: ({ sides }) => (sides.has("response") ? "major" : "minor"),
    reason: "The types are open for strings and numbers, where `type` says that these can come.",
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
    applies: ({ property, sides, nodes, ...change }) =>
      sides.has("response") &&
      ((property === "type" && typesLost(change).length > 0) ||
        (property === "const" && change.base?.value === undefined && nodes[1][0]?.["enum"] !== undefined)),
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
    applies: ({ typeName, property, nodes: [, now] }) =>
      typeName === "Parameter" && property === "name" && now[0]?.["in"] === "path",
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
    applies: ({ kind, typeName, nodes: [, now] }) =>
      kind === "added" && typeName === "RequestBody" && now[0]?.["required"] === true,
    bump: "major",
    reason: "Whoever sends none is refused.",
  },
  {
    applies: ({ property, sides }) => property === "default" && sides.has("request"),
    bump: "major",
    reason: "Whoever leaves it out gets another behaviour.",
  },
  {
    applies: ({ property, revision }) => property === "default" && revision?.value === undefined,
    bump: "major",
    reason: "The type of a field with a default is never undefined.",
  },
  {
    applies: ({ property }) => property === "default",
    bump: "minor",
    reason: "An answer says itself what it holds.",
  },
  {
    applies: ({ typeName, property, ...change }) =>
      typeName === "Header" && property === "required" && isOnly("response", change),
    bump: ({ revision }) => (revision?.value === true ? "minor" : "major"),
    reason: "A client may rely on a header that always comes.",
  },
  {
    applies: ({ property }) => property === "deprecated",
    bump: "minor",
    reason: "It still works, and whoever uses it should know.",
  },
];

/** What an enum that stays an enum gained and lost. */
function valuesOf({ base, revision, nodes: [, [schema]] }: Judged) {
  const [old, now] = [base?.value, revision?.value];
  if (!Array.isArray(old) || !Array.isArray(now)) return { gained: [], lost: [], isClosed: false };
  const types = schema?.["type"] === undefined ? [] : old.map(typeOf);
  const gained = without(now, old);
  return {
    gained,
    lost: without(old, now),
    isClosed: !gained.every((value) => typeof value !== "boolean" && types.includes(typeOf(value))),
  };
}

const typeOf = (value: unknown) => (value === null ? "null" : typeof value);

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
