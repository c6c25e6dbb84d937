import type { Change } from "./compare.ts";
import { isField, type Judged, policy, unknown } from "./policy.ts";

const words = (text: string) => new Set(text.split(/\s+/));

/** Keywords of a schema that a rule of `redocly diff` judges, so that its silence means that they are compatible. */
const constraints = words(
  `type required enum const pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength
  minItems maxItems uniqueItems minProperties maxProperties additionalProperties propertyNames items contentEncoding
  contentMediaType`,
);
/** The same, of those that hold schemas, or are schemas in a list of such. */
const holder =
  /\/(additionalProperties|propertyNames|items|then|else|prefixItems|dependentRequired|(allOf|anyOf)(\/\{\})?)$/;
/** What nobody depends on where it is new, unless a line above or a rule says otherwise. */
const additions = words(
  `PathItem Operation Parameter ParameterList RequestBody Response SecurityScheme NamedSecuritySchemes SecurityRequirement
  SecurityRequirementList Server ServerList`,
);

/** What a change asks for, and why. */
export function classify(change: Judged): Pick<Change, "bump" | "reason"> {
  const line = policy.find(({ applies }) => applies(change));
  if (line) {
    return { bump: typeof line.bump === "function" ? line.bump(change) : line.bump, reason: line.reason };
  }
  const { verdicts, kind, typeName, property = "", shapes, sides } = change;
  if (verdicts.length > 0) {
    return { bump: change.impact, reason: verdicts.map(({ message }) => message).join(" ") };
  }
  const isAll = (shape: RegExp) => shapes.every((one) => shape.test(one));
  const isHeader = /^Header(sMap)?$/.test(typeName) && !sides.has("request");
  if (kind === "added" && (additions.has(typeName) || isHeader || isAll(isField) || isAll(holder))) {
    return { bump: "minor", reason: "Nobody can depend on it yet." };
  }
  const isJudged =
    (typeName === "Schema" && constraints.has(property)) ||
    (/^(Parameter|RequestBody)$/.test(typeName) && property === "required");
  if (kind === "modified" ? isJudged : kind === "removed" && isAll(holder)) {
    return { bump: "minor", reason: "Whoever follows the old contract also follows the new one." };
  }
  return { bump: "major", reason: unknown };
}
