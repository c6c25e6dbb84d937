import type { Schema } from "@qoder/work-codegen";
import type { Effect, Found, Side } from "./compare.ts";
import { each, effectsOf, typesBeyond } from "./keywords.ts";
import { compareLists, lists } from "./lists.ts";
import { normal, saysOnly, type Value } from "./normal.ts";

/** Compares two nodes of models, but not what is inside of them. */
export function compareNodes(before: Value, after: Value): Found[] {
  let [old, now]: Value[] = [normal(before), normal(after)];
  const isUnion = (schema: Schema) => schema.anyOf && saysOnly(schema, "anyOf", "discriminator");
  // A schema that gets alternatives is one of them.
  if (isUnion(now) && !old.anyOf && !saysOnly(old)) old = { anyOf: [before] };
  else if (isUnion(old) && !now.anyOf && !saysOnly(now)) now = { anyOf: [after] };
  const isAnother =
    old.type?.length && now.type?.length && typesBeyond(old.type, now.type).length === old.type.length;
  return Object.keys({ ...old, ...now }).flatMap((keyword): Found[] => {
    const [was, is] = [old[keyword], now[keyword]];
    const isNode = typeof (was ?? is) === "object";
    // Of another type, all that a schema says is new.
    const isNews = !isAnother || keyword === "type";
    if (isNode && lists[keyword]) return isNews ? compareLists(keyword, was ?? [], is ?? [], old, now) : [];
    if (isNode && holders[keyword]) return isNews ? holders[keyword](was, is, keyword, old, now) : [];
    const effects = effectsOf(keyword, was, is, before).filter((effect) => isNews || effect === "text");
    return effects.map((effect) => ({ effect, keyword, old: was, new: is }));
  });
}

/** Allows any value: stands for a schema that is not written. */
const nothing: Schema = {};

type Compare = (old: Value, now: Value, keyword: string, before: Schema, after: Schema) => Found[];

/** A schema inside a schema, a parameter or a body. To be only read or written means something for a field alone. */
const one: Compare = (before = nothing, after = nothing, keyword) => [
  { keyword, before, after },
  ...["readOnly", "writeOnly"]
    .filter((flag) => Boolean(before[flag]) !== Boolean(after[flag]))
    .map((flag): Found => ({ effect: "changed", keyword: flag, old: before[flag], new: after[flag] })),
];
const named =
  (side?: Side): Compare =>
  (old = {}, now = {}, keyword) =>
    Object.keys({ ...old, ...now }).map((key): Found => {
      const [before, after] = [old[key], now[key]];
      if (before && after) return { keyword, key, side, before, after };
      return { effect: "changed", keyword, key, node: after ?? before, [after ? "new" : "old"]: key };
    });
/** For keywords in which what accepts more can let less through. */
const other: Compare = (before, after, keyword) =>
  before && after
    ? [{ keyword, side: "other", before, after }]
    : [{ effect: "changed", keyword, node: after ?? before, [after ? "new" : "old"]: keyword }];

const holders: Record<string, Compare> = {
  ...each("schema items propertyNames contentSchema", one),
  ...each("not if then else contains unevaluatedItems unevaluatedProperties", other),
  dependentSchemas: named("other"),
  patternProperties: named(),
  // More than one may match, which refuses the value.
  oneOf: (old = [], now = []) =>
    compareLists("anyOf", old, now).map((found) => ({ ...found, side: "other" })),
  prefixItems: (old = [], now = [], keyword, before, after) =>
    Object.keys(old.length > now.length ? old : now).flatMap((key) =>
      one(old[key] ?? before.items, now[key] ?? after.items, keyword, before, after),
    ),
  body(before, after, keyword) {
    if (before && after) return [{ keyword, side: "request", before, after }];
    const effect = before ? "body removed" : after.required ? "required body added" : "body added";
    return [{ effect, keyword, node: after ?? before, [after ? "new" : "old"]: keyword }];
  },
  examples: (old = {}, now = {}, keyword) =>
    Array.isArray(old) || Array.isArray(now)
      ? effectsOf(keyword, old, now, {}).map((effect) => ({ effect, keyword, old, new: now }))
      : Object.keys({ ...old, ...now })
          .filter((key) => effectsOf(keyword, old[key], now[key], {}).length > 0)
          .map((key) => ({ effect: "text", keyword, key, old: old[key], new: now[key] })),
  additionalProperties(old = nothing, now = nothing, keyword, before, after) {
    const [was, is] = [kindOf(old), kindOf(now)];
    if (was === is || ![was, is].includes("none"))
      return was === is && is !== "map" ? [] : one(old, now, keyword, before, after);
    const effect =
      is !== "none" ? "other fields allowed" : was === "map" ? "map closed" : "other fields forbidden";
    return [{ effect, keyword, old: was !== "none", ...(now !== nothing && { new: is !== "none" }) }];
  },
  properties: (_old, _now, _keyword, before, after) => fields(before, after),
  required: (_old, _now, _keyword, before, after) =>
    before.properties || after.properties ? [] : fields(before, after),
};

/** The fields that an object may have beside its named ones. */
const kindOf = (schema: Schema) =>
  normal(schema).type?.length === 0 ? "none" : saysOnly(schema) ? "any" : "map";

/** The fields of an object: those that a client sends, and those that it receives. */
const fields = (...schemas: [before: Schema, after: Schema]): Found[] => {
  const all = schemas.flatMap(({ properties = {}, required = [] }) => [
    ...Object.keys(properties),
    ...required,
  ]);
  return [...new Set(all)].flatMap((key) => [
    ...field(key, "request", ...schemas),
    ...field(key, "response", ...schemas),
  ]);
};

function field(key: string, side: Side, before: Schema, after: Schema): Found[] {
  const step = { keyword: "properties", key, side };
  const old = fieldOf(before, key, side);
  // A field that has lost its schema is gone, although it can still be required.
  const now = before.properties?.[key] && !after.properties?.[key] ? undefined : fieldOf(after, key, side);
  if (!old && !now) return [];
  if (!now) return [{ ...step, effect: "field removed", old: key }];
  const { additionalProperties = nothing, unevaluatedProperties = nothing, patternProperties } = before;
  const isMap =
    patternProperties || [additionalProperties, unevaluatedProperties].some((one) => kindOf(one) === "map");
  const added = isMap ? "field added to a map" : now.isRequired ? "required field added" : "field added";
  if (!old) return [{ ...step, effect: added, new: key }];
  const effect: Effect = now.isRequired ? "narrowed" : "widened";
  const required = { ...step, keyword: "required", effect, old: old.isRequired, new: now.isRequired };
  return [
    { ...step, before: old.schema, after: now.schema },
    ...(old.isRequired === now.isRequired ? [] : [required]),
  ];
}

function fieldOf(
  { properties = {}, required = [], additionalProperties = nothing }: Schema,
  name: string,
  side: Side,
) {
  const isRequired = required.includes(name);
  const schema = Object.hasOwn(properties, name)
    ? properties[name]
    : isRequired
      ? additionalProperties
      : undefined;
  const isHidden = side === "request" ? schema?.readOnly : schema?.writeOnly;
  return schema && !isHidden ? { schema, isRequired } : undefined;
}
