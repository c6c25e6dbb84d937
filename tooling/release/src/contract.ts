import { child, escaped, followed, type Part, refOf, targetOf } from "./pointer.ts";
import type { Node, Spec } from "./spec.ts";

/** Keywords that only speak to people. */
const texts = new Set(
  "description summary title example examples externalDocs tags info openapi bearerFormat $comment".split(
    " ",
  ),
);
export const isText = (keyword: string) => texts.has(keyword) || keyword.startsWith("x-");

/** Keywords whose value is a map, so that the keys in it are names. */
const maps = new Set(
  `properties patternProperties dependentSchemas dependentRequired paths webhooks callbacks links responses headers content
  encoding examples variables mapping scopes securitySchemes`.split(/\s+/),
);
/** Keywords whose value is data, or a list in which the order says nothing. */
const data = new Set(["const", "default", "example"]);
const sets = new Set(["required", "enum", "type"]);
/** Keywords that say nothing where they are false. */
const flags = new Set(
  "deprecated required readOnly writeOnly uniqueItems allowReserved allowEmptyValue".split(" "),
);
/** What counts only where a `$ref` leads to it. */
const unused = new Set(["$defs", "$id", "$anchor"]);

/** One value in a contract. The `trail` starts below the part that the contract is of. */
export interface Leaf extends Part {
  isText: boolean;
  /** The keywords on the way to it, with `{}` for names, such as `/headers/{}/schema`. */
  shape: string;
}

/** The value of a leaf that says only that something is there, and may hold others. */
export const container = { object: Symbol("{}"), list: Symbol("[]") };

/** Every value of a part by its JSON pointer in it, with every `$ref` followed. */
export type Contract = Map<string, Leaf>;

/** Where a visit has come to. */
interface Visit {
  key: string;
  shape: string;
  isText: boolean;
  isMap: boolean;
}

/**
 * What a client or a reader can notice of a part: without an order where none counts, and with `allOf` resolved. Two
 * parts of equal contract differ in nothing but how they are written.
 *
 * @param left keywords of the part itself to leave out
 */
export function contractOf(spec: Spec, start: Part, left: string[] = []): Contract {
  const contract: Contract = new Map();
  const depth = followed(spec, start).trail.length;

  /** What the parts of an `allOf` say together is one leaf. */
  function add({ key, shape, isText }: Visit, { trail }: Part, value: unknown) {
    const same = contract.get(key);
    const all = same && Array.isArray(value) ? setOf([same.value, value].flat()) : value;
    contract.set(key, { value: all, isText, shape, trail: [...(same?.trail ?? []), ...trail.slice(depth)] });
  }

  function visit(part: Part, at: Visit, left: string[] = []) {
    const { value } = part;
    if (refOf(value) !== undefined) visitTarget(part, at, left);
    else if (Array.isArray(value) && value.every(isObject)) {
      add(at, part, container.list);
      for (const [index, name] of namesIn(value, at.key).entries()) inMap(part, `${index}`, at, name);
      if (at.key.endsWith("/servers")) addDefaultServer(part, at);
    } else if (isObject(value)) {
      add(at, part, container.object);
      const names = Object.keys(value).filter((name) => !left.includes(name));
      const parts = at.isText || at.isMap ? undefined : partsOf(spec, part);
      for (const name of names) {
        if (at.isMap) inMap(part, name, at);
        else if (!parts || name !== "allOf") keyword(part, name, at);
      }
      for (const [index, one] of parts?.entries() ?? []) {
        for (const name of Object.keys(one.value as Node)) {
          keyword(one, name, isText(name) ? { ...at, key: `${at.key}/allOf/${index}` } : at);
        }
      }
    } else add(at, part, value);
  }

  function visitTarget(part: Part, at: Visit, left: string[]) {
    // Texts beside a `$ref` replace those of its target, and constraints are added to them.
    const beside = Object.keys(part.value as Node).filter((name) => name !== "$ref");
    for (const name of beside) {
      keyword(part, name, at.isText || isText(name) ? at : { ...at, key: `${at.key}/$ref` });
    }
    const target = targetOf(spec, part);
    const outer = part.trail.indexOf(target.trail.at(-1) ?? "");
    if (outer < 0) visit(target, at, [...left, ...beside.filter(isText)]);
    // A schema that holds itself: how far out it begins.
    else add({ ...at, key: `${at.key}/$ref` }, part, part.trail.length - outer);
  }

  function inMap(part: Part, key: string, at: Visit, name = key) {
    const visited = { ...at, key: `${at.key}/${escaped(name)}`, shape: `${at.shape}/{}`, isMap: false };
    visit(child(part, key), visited);
  }

  function keyword(part: Part, name: string, at: Visit) {
    const one = child(part, name);
    if (unused.has(name) || (flags.has(name) && one.value === false && !at.isText)) return;
    const schema = part.value as Node;
    const mark = ["readOnly", "writeOnly"].map((side) => (schema[side] === true ? `/${side}` : "")).join("");
    const own: Visit = {
      key: `${at.key}/${escaped(name)}`,
      shape: `${at.shape}${mark}/${name}`,
      isText: at.isText || isText(name),
      isMap: maps.has(name),
    };
    const isData = data.has(name) || (own.isText && (name === "value" || Array.isArray(one.value)));
    if (sets.has(name) && !own.isText) add(own, one, setOf([one.value].flat()));
    else if (isData) add(own, one, one.value);
    else visit(one, own);
  }

  function addDefaultServer(servers: Part, { key, shape, isText }: Visit) {
    const { value, trail } = child(child(servers, "0"), "url");
    contract.set(`${key}/defaultServer`, { value, isText, shape, trail: trail.slice(-1) });
  }

  visit(start, { key: "", shape: "", isText: false, isMap: false }, left);
  return contract;
}

const isObject = (value: unknown): value is Node => typeof value === "object" && value !== null;

const setOf = (values: unknown[]) =>
  [...new Map(values.map((value) => [JSON.stringify(value), value]))].toSorted().map(([, value]) => value);

/** What the items of a list are called, where their order says nothing. */
function namesIn(list: unknown[], key: string): string[] {
  const names = list.map((item) => {
    const { url, name, in: kind } = item as Node;
    if (key.endsWith("/security"))
      return Object.keys(item as Node)
        .toSorted()
        .join(" ");
    return `${[kind, name ?? url].filter(Boolean).join(" ")}`;
  });
  const isUsable = names.every(Boolean) || key.endsWith("/security");
  return isUsable && new Set(names).size === names.length ? names : list.map((_, index) => `${index}`);
}

/** The parts of an `allOf` of objects whose fields do not overlap, or its only one; nothing if it has any other meaning. */
function partsOf(spec: Spec, part: Part): Part[] | undefined {
  const { allOf, ...rest } = part.value as Node;
  if (!Array.isArray(allOf)) return undefined;
  const list = child(part, "allOf");
  const parts = allOf.map((_, index) => followed(spec, child(list, `${index}`)));
  const known = new Set(["type", "properties", "required"]);
  const values = [rest, ...parts.map((one) => one.value)];
  if (parts.length === 1 && isObject(values[1]) && Object.keys(rest).every(isText)) return parts;
  const isPlain = (value: unknown) =>
    isObject(value) &&
    Object.keys(value).every((key) => known.has(key) || isText(key)) &&
    [undefined, "object"].includes(value["type"] as string);
  if (!values.every(isPlain)) return undefined;
  const names = values.flatMap((value) => Object.keys((value as Node)["properties"] ?? {}));
  return new Set(names).size === names.length ? parts : undefined;
}
