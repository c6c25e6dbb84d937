import type { Found, Side } from "./compare.ts";
import { definitionOf, kindOf, nothing, shapeOf, tagsOf, typeNameOf } from "./forms.ts";
import { effectOf, effectsOf, lower, typesBeyond, type Value } from "./values.ts";

/** The parts of a form that one keyword holds: one node, nodes by name, or a list of nodes. */
interface Kind {
  holds: "one" | "named" | "list";
  /** How a part is called in the policy; one that comes or goes is `changed` without it. */
  noun?: (part: Value) => string;
  /** Parts of both forms are compared that have one of these in common, the first of them first. */
  keys?: ((part: Value, owner: Value, key?: string) => string | undefined)[];
  /** How a part of a list is called in sentences. */
  name?: (part: Value) => string;
  side?: (part: Value) => Side;
  /** What holds in a form that does not have the part. */
  absent?: (owner: Value, part: Value) => object;
  /** What held for a part before it was there. */
  covers?: (owner: Value, part: Value) => object[];
}

const each = (keywords: string, kind: Kind): Record<string, Kind> =>
  Object.fromEntries(keywords.split(" ").map((keyword) => [keyword, kind]));
const noun = (text: string) => () => text;
const request = () => "request" as const;
const response = () => "response" as const;
/** Of keywords in which what accepts more can let less through. */
const other = () => "other" as const;
const blank = (path = "") => path.replace(/{.*?}/g, "{}");
const nameOf = ({ name }: Value) => name;
const isSuccess = ({ status }: Value) => status.startsWith("2");

const alternatives: Kind = {
  holds: "list",
  noun: noun("alternative"),
  keys: [shapeOf, ({ title }) => title, (schema) => tagsOf(schema) || undefined, typeNameOf, () => ""],
  name: (schema) => schema.title ?? typeNameOf(schema),
};

const kinds: Record<string, Kind> = {
  operations: {
    holds: "list",
    noun: noun("operation"),
    keys: [({ method, path }) => method + path, ({ method, path }) => method + blank(path), ({ id }) => id],
    name: ({ id }) => id,
  },
  parameters: {
    holds: "list",
    noun: noun("parameter"),
    keys: [
      ({ in: place, name }) => `${place} ${place === "header" ? lower(name) : name}`,
      ({ in: place, name }, { path }) => (place === "path" ? blank(path.split(`{${name}}`)[0]) : undefined),
      nameOf,
      ({ in: place, schema }) => `${place} ${shapeOf(schema)}`,
    ],
    name: nameOf,
    side: request,
  },
  body: { holds: "one", noun: noun("body"), side: request },
  responses: {
    holds: "list",
    noun: (part) => (isSuccess(part) ? "success" : "response"),
    keys: [({ status }) => lower(status)],
    name: ({ status }) => status,
    side: response,
    covers: ({ responses }, part) =>
      responses.filter(
        ({ status }: Value) => !isSuccess(part) && [`${part.status[0]}xx`, "default"].includes(lower(status)),
      ),
  },
  headers: { holds: "list", noun: noun("header"), keys: [({ name }) => lower(name)], name: nameOf },
  contents: {
    holds: "list",
    noun: noun("content"),
    keys: [({ mediaType }) => lower(mediaType), () => ""],
    name: ({ mediaType }) => mediaType,
  },
  server: { holds: "list", noun: noun("server"), keys: [({ url }) => url], name: ({ url }) => url },
  securitySchemes: { holds: "named", noun: noun("security scheme"), keys: [definitionOf] },
  examples: { holds: "named", noun: noun("example") },
  fields: {
    holds: "list",
    noun: noun("field"),
    keys: [({ side, name }) => `${side} ${name}`],
    name: nameOf,
    side: ({ side }) => side,
    covers: ({ additionalProperties, unevaluatedProperties = nothing, patternProperties = {} }) =>
      [additionalProperties ?? unevaluatedProperties, ...Object.values<object>(patternProperties)].filter(
        (schema) => kindOf(schema) === "map",
      ),
  },
  anyOf: alternatives,
  allOf: { ...alternatives, noun: noun("part") },
  // More than one may match, which refuses the value.
  oneOf: { ...alternatives, side: other },
  prefixItems: { holds: "list", absent: ({ items }) => items ?? nothing },
  additionalProperties: {
    holds: "one",
    // The other form says it of the fields themselves.
    absent: ({ otherFields }, part) => (otherFields === "none" ? part : nothing),
  },
  ...each("info", { holds: "one" }),
  ...each("schema field items propertyNames contentSchema", { holds: "one", absent: () => nothing }),
  ...each("not if then else contains unevaluatedItems unevaluatedProperties", { holds: "one", side: other }),
  ...each("dependentSchemas", { holds: "named", side: other }),
  ...each("patternProperties variables", { holds: "named" }),
};

/** Compares two forms, but not what is inside of their parts, as far as that counts for a side. */
export function compareForms(old: Value, now: Value, at?: Side): Found[] {
  const isAnother =
    old.type?.length && now.type?.length && typesBeyond(old.type, now.type).length === old.type.length;
  return Object.keys({ ...old, ...now }).flatMap((keyword): Found[] => {
    const [was, is] = [old[keyword], now[keyword]];
    const kind = kinds[keyword];
    // Of another type, all that a schema says is new.
    const isNews = !isAnother || keyword === "type";
    const isPart = typeof (was ?? is) === "object" && Array.isArray(was ?? is) === (kind?.holds === "list");
    if (kind && isPart) return isNews ? compareParts(keyword, kind, old, now, at) : [];
    return effectsOf(keyword, was, is, old, now)
      .filter((effect) => isNews || effect === "text")
      .map((effect) => ({ effect, keyword, old: was, new: is }));
  });
}

interface Member {
  node: Value;
  key: string | undefined;
  side: Side | undefined;
}

function membersOf({ holds, name, side }: Kind, value: Value, at?: Side): Member[] {
  const entries = holds === "one" && value ? [[undefined, value] as const] : Object.entries(value ?? {});
  return entries
    .map(([key, node]) => ({ node, key: name?.(node) ?? key, side: side?.(node) }))
    .filter(({ side }) => !side || !at || side === at || [side, at].includes("other"));
}

function compareParts(keyword: string, kind: Kind, old: Value, now: Value, at?: Side): Found[] {
  const { keys = [(_node, _owner, key) => key ?? ""], noun = () => "", absent, covers } = kind;
  let [gone, come] = [old, now].map((form) => membersOf(kind, form[keyword], at)) as [Member[], Member[]];
  const pairs: Found[] = [];
  for (const keyOf of keys) {
    const others = new Map(come.toReversed().map((one) => [keyOf(one.node, now, one.key), one]));
    others.delete(undefined);
    for (const one of gone) {
      const own = keyOf(one.node, old, one.key);
      const other = others.get(own);
      if (!other) continue;
      pairs.push(...inside(keyword, one, one.node, other.node));
      others.delete(own);
      gone = gone.filter((another) => another !== one);
      come = come.filter((another) => another !== other);
    }
  }
  return [
    ...pairs,
    ...gone.flatMap((one): Found[] => {
      const after = absent?.(now, one.node);
      if (after) return inside(keyword, one, one.node, after);
      const effect = effectOf(`${noun(one.node)} removed`);
      return [{ keyword, ...one, effect, old: one.key ?? keyword }];
    }),
    ...come.flatMap((one): Found[] => {
      const before = absent?.(old, one.node);
      if (before) return inside(keyword, one, before, one.node);
      const added = `${noun(one.node)} added`;
      const effect = effectOf(...(one.node.required === true ? [`required ${added}`] : []), added);
      const covered = covers?.(old, one.node) ?? [];
      return [
        { keyword, ...one, effect, new: one.key ?? keyword },
        ...covered.flatMap((before) => inside(keyword, one, before, one.node.field ?? one.node)),
      ];
    }),
  ];
}

function inside(keyword: string, { key, side }: Member, before: Value, after: Value): Found[] {
  // To be only read or written means something for a field alone.
  const flags = keyword === "field" ? [] : ["readOnly", "writeOnly"];
  return [
    { keyword, key, side, before, after },
    ...flags
      .filter((flag) => Boolean(before[flag]) !== Boolean(after[flag]))
      .map(
        (flag): Found => ({ keyword: flag, side, effect: "changed", old: before[flag], new: after[flag] }),
      ),
  ];
}
