import { AllOf } from "./all-of.ts";
import type { Document, Schema } from "./model.ts";
import { mapSchemas } from "./subschemas.ts";

type Node = Record<string, unknown>;

/** Follows the `$ref`s of a document in one piece. Nothing else in the repository does. */
export class Resolver {
  readonly #document: Document;
  readonly #schemas = new Map<object, Schema>();
  readonly #names = new Map<Schema, string>();
  readonly #targets = new Map<Schema, Schema>();
  /** The node of the document that each made node stands for. */
  readonly #origins = new Map<object, object>();
  readonly #allOf = new AllOf((made, node) => this.stand(made, node));

  constructor(document: Document) {
    this.#document = document;
  }

  /** Follows a node that is a `$ref`; texts beside the `$ref` replace those of the target. */
  follow<Kind extends object = Node>(node: unknown): Kind {
    const { $ref, ...beside } = (node ?? {}) as Node;
    if (typeof $ref !== "string") return (node ?? {}) as Kind;
    const target = this.follow(this.#at($ref));
    return this.stand(Object.keys(beside).length > 0 ? { ...target, ...beside } : target, target) as Kind;
  }

  /** Lets a made node stand for one of the document. */
  stand<Kind extends object>(made: Kind, node: object): Kind {
    if (made !== node) this.#origins.set(made, this.origin(node));
    return made;
  }

  origin = (node: object): object => this.#origins.get(node) ?? node;
  nameOf = (schema: Schema): string | undefined => this.#names.get(schema);
  targetOf = (schema: Schema): Schema | undefined => this.#targets.get(schema);

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
    const schema = this.#made(node, owner);
    this.#allOf.merge(schema);
    return schema;
  }

  #made(node: unknown, owner: object): Schema {
    if (typeof node !== "object" || node === null)
      return this.stand(node === false ? { not: {} } : {}, owner);
    const known = this.#schemas.get(node);
    if (known) return known;
    const { $ref, ...beside } = node as Node;
    const target = () => this.#made(this.#at($ref as string), node);
    if ($ref !== undefined && Object.keys(beside).length === 0) {
      const schema = target();
      this.#schemas.set(node, schema);
      return schema;
    }
    const schema: Node = {};
    this.#schemas.set(node, schema);
    this.stand(schema, node);
    for (const [keyword, value] of Object.entries(beside))
      schema[keyword] = mapSchemas(keyword, value, (inner) => this.#made(inner, node));
    // Keywords beside a `$ref` hold as well, as in an `allOf`.
    if ($ref !== undefined) schema["allOf"] = [target(), ...((schema["allOf"] ?? []) as Schema[])];
    const [only, ...others] = (schema["allOf"] ?? []) as Schema[];
    if (
      only &&
      others.length === 0 &&
      Object.keys(beside).every((keyword) => keyword === "allOf" || isText(keyword))
    )
      this.#targets.set(schema, only);
    return schema;
  }

  #at(pointer: string): unknown {
    const keys = pointer.split("/").slice(1).map(unescaped);
    return keys.reduce<unknown>((node, key) => {
      const { $ref } = (node ?? {}) as Node;
      return ((typeof $ref === "string" ? this.#at($ref) : node) as Node | undefined)?.[key];
    }, this.#document);
  }
}

/** Whether a keyword does not change which values a schema allows. */
export const isText = (keyword: string): boolean =>
  /^(title|description|default|examples?|deprecated|readOnly|writeOnly|externalDocs|xml|x-.*)$/.test(keyword);

const unescaped = (key: string) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
