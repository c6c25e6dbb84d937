import { withTag } from "./discriminator.ts";
import type { Api, Node, Schema } from "./model.ts";
import { isAnnotation } from "./resolve.ts";
import { mapSchemas, subschemas } from "./subschemas.ts";

/** The way that a value goes: what is sent has no `readOnly` fields, what is received no `writeOnly` ones. */
export type Direction = "sent" | "received";

/** Writes schemas of the model as JSON Schema again: those with a name, or that contain themselves, as a `$ref`. */
export class SchemaWriter {
  /** The written components. Any name is just a name, also `__proto__`. */
  readonly components: Record<string, Node> = Object.create(null);
  readonly #api: Api;
  readonly #base: string;
  readonly #adapt: (schema: Node, direction: Direction) => Node;
  readonly #received: Set<Schema>;
  readonly #differing: Set<Schema>;
  readonly #names = { sent: new Map<Schema, string>(), received: new Map<Schema, string>() };

  /**
   * @param adapt Changes a written schema to what its reader needs.
   * @param base URL of the document that will hold the components.
   */
  constructor(api: Api, adapt: (schema: Node, direction: Direction) => Node, base = "") {
    this.#api = api;
    this.#base = base;
    this.#adapt = adapt;
    const answers = api.operations.flatMap(({ responses }) => responses.flatMap(({ contents }) => contents));
    const requests = api.operations.flatMap(({ parameters, body }) => [...parameters, body?.contents ?? []]);
    this.#received = reached(answers, api);
    const sent = reached(requests.flat(), api);
    this.#differing = differing(sent);
    for (const [name, schema] of Object.entries(api.schemas)) {
      const direction = sent.has(schema) && !this.#received.has(schema) ? "sent" : "received";
      const written = this.written(schema, direction);
      this.components[name] ??= written as Node; // of an alias
    }
  }

  written = (schema: Schema, direction: Direction, outer: Schema[] = []): unknown => {
    if (isNever(schema)) return false;
    const target = this.#api.targetOf(schema);
    if (target) {
      const annotations = Object.entries(schema).filter(([keyword]) => isAnnotation(keyword));
      const allOf = [this.written(target, direction, outer)];
      return this.#adapt({ ...Object.fromEntries(annotations), allOf }, direction);
    }
    const name = this.#api.nameOf(schema);
    const isRepeated = outer.includes(schema) || (schema.properties && this.#api.isReferred(schema));
    if (name === undefined && !isRepeated) return this.#inline(schema, direction, outer);
    // A schema that is the same both ways is written once.
    const names = this.#names[this.#differing.has(schema) ? direction : "received"];
    const known = names.get(schema) ?? this.#component(schema, name ?? "Inner", direction, names);
    return { $ref: `${this.#base}#/components/schemas/${encodeURIComponent(known)}` };
  };

  #component(schema: Schema, name: string, direction: Direction, names: Map<Schema, string>): string {
    const isInput = direction === "sent" && this.#received.has(schema) && this.#differing.has(schema);
    const wanted = isInput ? `${name}Input` : name;
    let free = wanted;
    const { schemas } = this.#api;
    for (let count = 2; free in this.components || (free !== name && Object.hasOwn(schemas, free)); count++)
      free = `${wanted}${count}`;
    names.set(schema, free);
    this.components[free] = {};
    this.components[free] = this.#inline(schema, direction, []);
    return free;
  }

  #inline(schema: Schema, direction: Direction, outer: Schema[]): Node {
    const written = jsonSchemaOf(schema, direction, (inner, keyword, key) =>
      withTag(this.written(inner, direction, [...outer, schema]), schema, keyword, inner, key),
    );
    return this.#adapt(written, direction);
  }
}

type Inside = (inner: Schema, keyword: string, key?: string) => unknown;

/**
 * Writes one schema as JSON Schema, without the fields that go the other way. `inside` writes what a keyword holds. Where a
 * discriminator tells alternatives apart, several may match.
 */
export function jsonSchemaOf(schema: Schema, direction: Direction, inside: Inside): Node {
  const { discriminator, $defs: _, ...kept } = schema as Schema & Node;
  const { properties, required } = kept;
  const hidden = direction === "sent" ? "readOnly" : "writeOnly";
  const isShown = (name: string) => !properties?.[name]?.[hidden];
  if (properties)
    kept.properties = Object.fromEntries(Object.entries(properties).filter(([name]) => isShown(name)));
  if (required) kept.required = required.filter(isShown);
  const written = Object.entries(kept).map(([keyword, value]) => [
    discriminator && keyword === "oneOf" ? "anyOf" : keyword,
    mapSchemas(keyword, value, (inner, key) => inside(inner, keyword, key)),
  ]);
  return Object.fromEntries(written);
}

/** The schemas that are written in another way for what is sent than for what is received, or hold such a schema. */
function differing(schemas: Set<Schema>): Set<Schema> {
  const pairs = [...schemas].flatMap((outer) => subschemas(outer).map(({ schema }) => ({ outer, schema })));
  const holders = Map.groupBy(pairs, ({ schema }) => schema);
  const found = new Set(
    [...schemas].filter(
      (one) => one.readOnly || one.writeOnly || (one.enum && one.type !== "boolean") || isMixed(one),
    ),
  );
  for (const schema of found) for (const { outer } of holders.get(schema) ?? []) found.add(outer);
  return found;
}

/** Whether an object has named fields and a schema for the others, which TypeScript would demand of all. */
const isMixed = ({ properties, additionalProperties: others = {} }: Schema) =>
  properties && Object.keys(others).length > 0 && !isNever(others);

const isNever = (schema: Schema) =>
  schema.not && Object.keys(schema).length === 1 && Object.keys(schema.not).length === 0;

/** The schemas of parameters or contents, and all inside them. */
function reached(holders: { schema: Schema }[], { targetOf }: Api): Set<Schema> {
  const found = new Set(holders.map(({ schema }) => schema));
  for (const schema of found) {
    for (const inner of subschemas(schema)) found.add(inner.schema);
    found.add(targetOf(schema) ?? schema);
  }
  return found;
}
