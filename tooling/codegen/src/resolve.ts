import { unescapePointerFragment } from "@redocly/openapi-core";
import { mergeAllOf } from "./all-of.ts";
import { tagsOf } from "./discriminator.ts";
import type { Document, Node, Schema } from "./model.ts";
import { stand } from "./origins.ts";
import { mapSchemas } from "./subschemas.ts";

/** Follows the `$ref`s of a document in one piece. Nothing else in the repository does. */
export class Resolver {
  readonly document: Document;
  readonly #schemas = new Map<object, Schema>();
  readonly #names = new Map<Schema, string>();
  readonly #targets = new Map<Schema, Schema>();
  readonly #referred = new Set<Schema>();

  constructor(document: Document) {
    this.document = document;
  }

  nameOf = (schema: Schema): string | undefined => this.#names.get(schema);
  /** Undefined for a subtype of a union that lists its subtypes: it is one of them, and not the union. */
  targetOf = (schema: Schema): Schema | undefined => {
    const target = this.#targets.get(schema);
    return [target?.anyOf, target?.oneOf].flat().includes(schema) ? undefined : target;
  };

  isReferred = (schema: Schema): boolean => this.#referred.has(schema);

  /** Follows a node that is a `$ref`; texts beside the `$ref` replace those of the target. */
  follow = (node: unknown): Node => {
    const written: Node = Object(node);
    if (typeof written["$ref"] !== "string") return written;
    const { $ref, ...beside } = written; // not before: a node can have thousands of keys
    const target = this.follow(this.#at($ref));
    return stand({ ...target, ...beside }, target);
  };

  /** The schemas of `components` by name. */
  schemas(nodes: Record<string, Node> = {}): Record<string, Schema> {
    const named = Object.entries(nodes).map(([name, node]): [string, Schema] => {
      const schema = this.schema(node, nodes);
      if (!node["$ref"]) this.#names.set(schema, name);
      return [name, schema];
    });
    return Object.fromEntries(named);
  }

  /** The schema that a node stands for; any value is allowed where there is none. `owner` has the node. */
  schema(node: unknown, owner: object): Schema {
    return mergeAllOf(this.#made(node, owner));
  }

  #made(node: unknown, owner: object): Schema {
    if (typeof node !== "object" || node === null) return stand(node === false ? { not: {} } : {}, owner);
    const { $ref, ...beside } = of31(node);
    const target = () => {
      const schema = this.#made(this.#at($ref), node);
      this.#referred.add(schema);
      return schema;
    };
    if ($ref !== undefined && Object.keys(beside).length === 0) return target();
    const known = this.#schemas.get(node);
    if (known) return known;
    const schema: Schema = {};
    this.#schemas.set(node, stand(schema, node));
    for (const [keyword, value] of Object.entries(beside))
      (schema as Node)[keyword] = mapSchemas(keyword, value, (inner) => this.#made(inner, node));
    const { discriminator } = schema;
    if (discriminator) schema.discriminator = { ...discriminator, tags: tagsOf(beside) };
    // Keywords beside a `$ref` hold as well, as in an `allOf`.
    if ($ref !== undefined) schema.allOf = [target(), ...(schema.allOf ?? [])];
    const [only, ...others] = schema.allOf ?? [];
    const isPlain = Object.keys(beside).every((keyword) => keyword === "allOf" || isAnnotation(keyword));
    if (only && others.length === 0 && isPlain) this.#targets.set(schema, only);
    return schema;
  }

  #at(pointer: string): unknown {
    if (/^#[^/]/.test(pointer)) return anchored(this.document, pointer.slice(1));
    const keys = pointer.split("/").slice(1).map(unescapePointerFragment);
    return keys.reduce<unknown>((node, key) => this.follow(node)[key], this.document);
  }
}

/** A schema of OpenAPI 3.0 in the words of 3.1. */
function of31(node: Node): Node {
  const { nullable, ...schema } = node;
  for (const [limit, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    const { [limit]: value, [exclusive]: isExclusive } = schema;
    if (typeof isExclusive === "boolean") delete schema[isExclusive ? limit : exclusive];
    if (isExclusive === true) schema[exclusive] = value;
  }
  if (!nullable) return schema;
  if (schema["enum"]) schema["enum"] = [...new Set([...schema["enum"], null])];
  if (["$ref", "allOf", "anyOf", "oneOf"].every((keyword) => !schema[keyword]))
    return schema["type"] ? { ...schema, type: [schema["type"], "null"].flat() } : schema;
  const entries = Object.entries(schema);
  const notes = entries.filter(([keyword]) => isAnnotation(keyword));
  const rest = Object.fromEntries(entries.filter(([keyword]) => !isAnnotation(keyword)));
  return { ...Object.fromEntries(notes), anyOf: [stand(rest, node), stand({ type: "null" }, node)] };
}

/** The schema with an `$anchor`, in a node of a document. */
function anchored(node: unknown, name: string): unknown {
  if (typeof node !== "object" || node === null) return undefined;
  if ((node as Node)["$anchor"] === name) return node;
  return Object.values(node).reduce((found, inner) => found ?? anchored(inner, name), undefined);
}

/** Whether a keyword describes values, and does not change which ones a schema allows. */
export const isAnnotation = (keyword: string): boolean => annotations.test(keyword);
const annotations =
  /^(title|description|default|examples?|deprecated|readOnly|writeOnly|\$comment|externalDocs|xml|x-.*)$/;
