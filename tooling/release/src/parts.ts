import { isSuccess, type Kind, kinds, type NameOf, type Side } from "./kinds.ts";
import { type Effect, effectOf } from "./policy.ts";
import { typesBeyond } from "./types.ts";
import { effectsOf, type Value } from "./values.ts";

interface Step {
  keyword: string;
  /** Name in a map, or of a member of a list. */
  key?: string | undefined;
  side?: Side | undefined;
}

export interface Difference extends Step {
  effect: Effect;
  old?: unknown;
  new?: unknown;
  /** The node that came or went, if it is one. */
  node?: Value;
}

/** Two nodes inside of those that are compared. */
export interface Inside extends Step {
  before: Value;
  after: Value;
}

type Found = Difference | Inside;

export type Forms = [old: Value, now: Value];

/** Compares two forms, but not what is inside of their parts, as far as that counts for a side. */
export function compareForms(forms: Forms, nameOf: NameOf, at?: Side): Found[] {
  const [old, now] = forms;
  const isAnother =
    old.type?.length && now.type?.length && typesBeyond(old.type, now.type).length === old.type.length;
  // Of another type, all that a schema says is new.
  const keywords = isAnother ? ["type"] : Object.keys({ ...old, ...now });
  return keywords.flatMap((keyword): Found[] => {
    const [was, is] = [old[keyword], now[keyword]];
    const kind = kinds[keyword];
    // Fields that it names go with it.
    if (kind?.isCondition && !(was && is) && ![was].flat().some((one) => one?.properties)) {
      const effect = `condition ${was ? "removed" : "added"}` as const;
      return [{ effect, keyword, old: was && keyword, new: is && keyword }];
    }
    const isPart = typeof (was ?? is) === "object" && Array.isArray(was ?? is) === (kind?.holds === "list");
    if (kind && isPart) return compareParts(keyword, kind, forms, nameOf, at);
    const exclusive = keyword.replace(/^m/, "exclusiveM");
    const written = (is === undefined ? old : now)[exclusive] ? exclusive : keyword;
    const effects = effectsOf(keyword, was, is, old, now);
    return effects.map((effect) => ({ effect, keyword: written, old: was, new: is }));
  });
}

type Member = Step & { node: Value };

function membersOf(keyword: string, form: Value, nameOf: NameOf, at?: Side): Member[] {
  const { holds, name, side } = kinds[keyword] as Kind;
  const value = form[keyword];
  const entries = holds || !value ? Object.entries<Value>(value ?? {}) : [[undefined, value] as const];
  return entries
    .filter(([, node]) => !node.side || !at || node.side === at || at === "other")
    .map(([key, node]) => {
      return { keyword, key: name?.(node, nameOf) ?? key, side: sideOf(side, at) ?? node.side, node };
    });
}

/** The side of a part. In what the server sends, a body is received. */
const sideOf = (side?: Side, at?: Side): Side | undefined =>
  at === "response" && side && side !== "other" ? (side === "request" ? "response" : "request") : side;

function compareParts(keyword: string, kind: Kind, [old, now]: Forms, nameOf: NameOf, at?: Side): Found[] {
  const { keys = [(_part, _owner, name) => name], absent, covers } = kind;
  const gone = new Set(membersOf(keyword, old, nameOf, at));
  const come = new Set(membersOf(keyword, now, nameOf, at));
  const found: Found[] = [];
  for (const keyOf of keys) {
    const others = Map.groupBy(come, (one) => keyOf(one.node, now, one.key ?? "", nameOf));
    others.delete(undefined);
    for (const one of gone) {
      const other = others.get(keyOf(one.node, old, one.key ?? "", nameOf))?.shift();
      if (!other) continue;
      found.push(...inside(one, one.node, other.node));
      gone.delete(one);
      come.delete(other);
    }
  }
  for (const one of gone) {
    const after = absent?.(now, one.node);
    if (after) found.push(...inside(one, one.node, after));
    else found.push({ ...one, effect: effectOf(`${keyword} removed`), old: one.key ?? keyword });
  }
  for (const one of come) {
    const before = absent?.(old, one.node);
    const first = old[keyword]?.length ? "" : "first ";
    const sort = one.node.required === true ? "required " : isSuccess(one.node) ? "success " : first;
    const effect = effectOf(`${sort}${keyword} added`, `${keyword} added`);
    const covered = before ? [before] : (covers?.(old, one.node) ?? []);
    if (!before) found.push({ ...one, effect, new: one.key ?? keyword });
    for (const cover of covered) found.push(...inside(one, cover, one.node.field ?? one.node));
  }
  return found;
}

function inside({ keyword, key, side }: Step, before: Value, after: Value): Found[] {
  // To be only read or written means something for a field alone.
  const flags = keyword === "field" ? [] : ["readOnly", "writeOnly"];
  return [
    { keyword, key, side, before, after },
    ...flags
      .filter((flag) => Boolean(before[flag]) !== Boolean(after[flag]))
      .map((flag): Found => ({ keyword: flag, effect: "changed", old: before[flag], new: after[flag] })),
  ];
}
