import { isDeepStrictEqual } from "node:util";
import type { Schema } from "./model.ts";
import { subschemas } from "./subschemas.ts";

type Node = Record<string, unknown>;
type Fields = Record<string, Schema>;

/** Keywords of which the first one holds, because they say nothing of which values are allowed. */
const texts = /^(default|description|\$comment|externalDocs|xml|x-.*)$/;
/** Keywords of a part that do not hold for a whole with other parts. */
const ofThePart = /^(title|examples|example|deprecated|discriminator|\$id|\$anchor|\$defs|\$schema)$/;

/**
 * Merges the parts of an `allOf` into the schema that has it. A part stays in `allOf` where a merged schema would say
 * something else, such as one of two patterns.
 */
export class AllOf {
  readonly #seen = new Set<Schema>();
  readonly #pairs = new Map<Schema, Map<Schema, Schema>>();
  readonly #stand: (made: Schema, node: Schema) => Schema;

  /** @param stand Is told which schema a new one stands for. */
  constructor(stand: (made: Schema, node: Schema) => Schema) {
    this.#stand = stand;
  }

  /** Changes a schema, and all that it holds, in place. */
  merge(schema: Schema): void {
    if (this.#seen.has(schema)) return;
    this.#seen.add(schema);
    for (const inner of subschemas(schema)) this.merge(inner.schema);
    if (!schema.allOf) return;
    const { allOf: parts, ...own } = schema;
    const isOnly = parts.length === 1 && !own.properties;
    let whole: Node = own;
    const rest: Schema[] = [];
    for (const one of parts) {
      const { allOf: inner = [], ...part } = one;
      const joined = this.#joined(whole, part as Node, isOnly);
      rest.push(...(joined ? [] : [this.#stand(part, one)]), ...inner);
      whole = joined ?? whole;
    }
    for (const keyword of Object.keys(schema)) delete (schema as Node)[keyword];
    Object.assign(schema, whole, rest.length > 0 && { allOf: rest });
  }

  /** Two schemas in one; nothing if one schema cannot say what both say. */
  #joined(one: Node, other: Node, isOnly: boolean): Node | undefined {
    if ((isClosed(other) && one["properties"]) || (isClosed(one) && other["properties"])) return undefined;
    const joined = { ...one };
    for (const [keyword, value] of Object.entries(other)) {
      if (ofThePart.test(keyword) && !isOnly) continue;
      const both = keyword in one ? this.#both(keyword, one[keyword], value) : value;
      if (both === undefined) return undefined;
      joined[keyword] = both;
    }
    return joined;
  }

  /** The value of a keyword that says what two values say; undefined if there is none. */
  #both(keyword: string, old: unknown, value: unknown): unknown {
    if (texts.test(keyword) || ofThePart.test(keyword)) return old;
    if (keyword === "required") return [...new Set([old, value].flat())];
    if (keyword === "properties") return this.#fields(old as Fields, value as Fields);
    return old === value || isDeepStrictEqual(old, value) ? old : undefined;
  }

  #fields(one: Fields, other: Fields): Fields {
    const common = Object.entries(other).filter(([name]) => Object.hasOwn(one, name));
    const both = common.map(([name, schema]) => [name, this.#field(one[name] as Schema, schema)]);
    return Object.fromEntries([...Object.entries(one), ...Object.entries(other), ...both]);
  }

  /** The schema of a field that two parts name. */
  #field(one: Schema, other: Schema): Schema {
    if (one === other) return one;
    const known = this.#pairs.get(one) ?? new Map<Schema, Schema>();
    this.#pairs.set(one, known);
    const field = known.get(other) ?? this.#stand({ allOf: [one, other] }, one);
    known.set(other, field);
    this.merge(field);
    return field;
  }
}

/** Whether a schema speaks of the fields that it does not name. */
const isClosed = (node: Node) =>
  ["additionalProperties", "patternProperties", "unevaluatedProperties"].some(
    (keyword) => Object.keys(node[keyword] ?? {}).length > 0,
  );
