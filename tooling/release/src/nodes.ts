import type { Schema } from "@qoder/work-codegen";
import type { Found } from "./differences.ts";
import { each, effectOf, typesBeyond } from "./keywords.ts";
import { compareLists, lists } from "./lists.ts";
import { normal, saysOnly, type Value } from "./normal.ts";
import type { Side } from "./policy.ts";

/** Compares two nodes of models, but not what is inside of them. */
export function compareNodes(before: Value, after: Value): Found[] {
  let [old, now]: Value[] = [normal(before), normal(after)];
  // What gets alternatives is one of them.
  if (now.anyOf && !old.anyOf && !saysOnly(old) && saysOnly(now, "anyOf", "discriminator"))
    old = { anyOf: [before] };
  if (old.anyOf && !now.anyOf && !saysOnly(now) && saysOnly(old, "anyOf", "discriminator"))
    now = { anyOf: [after] };
  const isAnotherType =
    old.type?.length && now.type?.length && typesBeyond(old.type, now.type).length === old.type.length;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((keyword): Found[] => {
    const [was, is] = [old[keyword], now[keyword]];
    const holder = typeof (was ?? is) === "object" ? (lists[keyword] ?? holders[keyword]) : undefined;
    const effect = holder ? undefined : effectOf(keyword, was, is, before);
    if (isAnotherType && keyword !== "type" && effect !== "text") return [];
    if (typeof holder === "function") return holder(was, is, keyword, old, now);
    if (holder) return compareLists(was ?? [], is ?? [], keyword, old, now);
    return effect ? [{ effect, keyword, old: was, new: is }] : [];
  });
}

/** Allows any value: stands for a schema that is not written. */
export const nothing: Schema = {};

type Compare = (old: Value, now: Value, keyword: string, before: Schema, after: Schema) => Found[];

/** A schema inside a schema, a parameter or a body. To be only read or written means something for a field alone. */
const one: Compare = (before = nothing, after = nothing, keyword) => [
  { keyword, before, after },
  ...["readOnly", "writeOnly"]
    .filter((flag) => (before[flag] ?? false) !== (after[flag] ?? false))
    .map(
      (flag): Found => ({
        effect: "changed",
        keyword: flag,
        old: before[flag],
        new: after[flag],
      }),
    ),
];
const map =
  (side?: Side): Compare =>
  (old = {}, now = {}, keyword) =>
    Object.keys({ ...old, ...now }).map((key): Found => {
      const [before, after] = [old[key], now[key]];
      if (before && after) return { keyword, key, side, before, after };
      return { effect: "changed", keyword, key, node: after ?? before, [after ? "new" : "old"]: key };
    });
/** For keywords in which what accepts more can let less through. */
const other: Compare = (old, now, keyword, ...schemas) =>
  map("other")(old && { "": old }, now && { "": now }, keyword, ...schemas);

const holders: Record<string, Compare> = {
  ...each("schema items propertyNames contentSchema", one),
  ...each("not if then else contains unevaluatedItems unevaluatedProperties", other),
  dependentSchemas: map("other"),
  patternProperties: map(),
  body(before, after, keyword) {
    if (before && after) return [{ keyword, side: "request", before, after }];
    const effect = before ? "body removed" : after.required ? "required body added" : "body added";
    return [{ effect, keyword, side: "request", node: after ?? before, [after ? "new" : "old"]: "body" }];
  },
  examples: (old = {}, now = {}, keyword) =>
    Object.keys({ ...old, ...now })
      .filter((key) => effectOf(keyword, old[key], now[key], {}))
      .map((key) => ({ effect: "text", keyword, key, old: old[key], new: now[key] })),
  // More than one may match, which refuses the value.
  oneOf: (old = [], now = [], _keyword, before, after) =>
    compareLists(old, now, "anyOf", before, after).map((found) => ({ ...found, side: "other" })),
  prefixItems: (old = [], now = [], keyword, before, after) =>
    Object.keys(old.length > now.length ? old : now).flatMap((key) =>
      one(old[key] ?? before.items, now[key] ?? after.items, keyword, before, after),
    ),
  additionalProperties(old = nothing, now = nothing, keyword, ...schemas) {
    const [was, is] = [kindOf(old), kindOf(now)];
    if (was === is && is !== "map") return [];
    const effect =
      was === "none" ? "other fields allowed" : was === "map" ? "map closed" : "other fields forbidden";
    return was === "none" || is === "none"
      ? [
          {
            effect,
            keyword,
            ...(now === nothing ? { old: false } : { old: was !== "none", new: is !== "none" }),
          },
        ]
      : one(old, now, keyword, ...schemas);
  },
  properties: (_old, _now, _keyword, before, after) => fields(before, after),
  required: (_old, _now, _keyword, before, after) =>
    (before.properties ?? after.properties) ? [] : fields(before, after),
};

/** What an object may have beside its named fields. */
const kindOf = (schema: Schema) =>
  normal(schema).type?.length === 0 ? "none" : saysOnly(schema) ? "any" : "map";

/** The fields of an object: those that a client sends, and those that it receives. */
function fields(before: Schema, after: Schema): Found[] {
  const all = [before, after].flatMap(({ properties = {}, required = [] }) => [
    ...Object.keys(properties),
    ...required,
  ]);
  return [...new Set(all)].flatMap((key) => {
    const old = fieldOf(before, key);
    // A field that has lost its schema is gone, although it can still be required.
    const isLost = before.properties?.[key] && !after.properties?.[key];
    const now = isLost ? undefined : fieldOf(after, key);
    return [
      ...field(
        key,
        "request",
        before,
        old?.schema.readOnly ? undefined : old,
        now?.schema.readOnly ? undefined : now,
      ),
      ...field(
        key,
        "response",
        before,
        old?.schema.writeOnly ? undefined : old,
        now?.schema.writeOnly ? undefined : now,
      ),
    ];
  });
}

function field(key: string, side: Side, before: Schema, old: Field, now: Field): Found[] {
  const step = { keyword: "properties", key, side };
  if (old && now) {
    const inside = { ...step, before: old.schema, after: now.schema };
    const effect = now.isRequired ? "narrowed" : "widened";
    const isSame = old.isRequired === now.isRequired;
    return isSame
      ? [inside]
      : [inside, { ...step, keyword: "required", effect, old: old.isRequired, new: now.isRequired }];
  }
  if (old) return [{ ...step, effect: "field removed", old: key }];
  const { additionalProperties, unevaluatedProperties, patternProperties } = before;
  const isMap = [additionalProperties, unevaluatedProperties].some(
    (schema) => schema && kindOf(schema) === "map",
  );
  const effect =
    isMap || patternProperties
      ? "field added to a map"
      : now?.isRequired
        ? "required field added"
        : "field added";
  return now ? [{ ...step, effect, new: key }] : [];
}

type Field = ReturnType<typeof fieldOf>;

function fieldOf({ properties = {}, required = [], additionalProperties = nothing }: Schema, name: string) {
  const isRequired = required.includes(name);
  const schema = Object.hasOwn(properties, name)
    ? properties[name]
    : isRequired
      ? additionalProperties
      : undefined;
  return schema && { schema, isRequired };
}
