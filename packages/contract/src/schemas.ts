import { type Direction, jsonSchemaOf, regExpOf, type Schema, subschemas } from "@qoder/work-codegen";
import { Ajv2020, type Options } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** A keyword of a schema that a value breaks. */
export interface Breach {
  /** Names and indexes that lead to the value, such as `data` and `id`. */
  path: string[];
  keyword: string;
  /** The rule, such as `must be string`. */
  rule: string;
  /** The value. */
  value: unknown;
  /** The schema with the keyword. */
  schema: Schema;
  /** The schema of a required field that is missing. */
  missing?: Schema;
}

/** A schema whose only alternative to null is another: that one, with null among its types. Else the schema itself. */
export function nullInType(schema: Schema): Schema {
  const alternatives = schema.anyOf ?? schema.oneOf ?? [];
  const [only, ...others] = alternatives.filter(({ type }) => type !== "null");
  if (!only?.type || others.length > 0 || alternatives.length !== 2) return schema;
  return { ...only, type: [...new Set([only.type, "null"].flat())] };
}

/** Compares values with schemas of the model. Each schema is compiled once, however many operations have it. */
export class Comparer {
  readonly #ajv: Ajv2020;
  readonly #ids = new Map<Schema, string>();
  readonly #models = new Map<object, Schema>();
  readonly #direction: Direction;

  constructor(direction: Direction, options: Options = {}) {
    const lax = { strict: false, validateSchema: false, logger: false, multipleOfPrecision: 6 } as const;
    this.#ajv = new Ajv2020({
      ...lax,
      code: { optimize: false, regExp: Object.assign(regExpOf, { code: "new RegExp" }) },
      ownProperties: true,
      allErrors: true,
      verbose: true,
      formats: { ...fullFormats, byte: true, url: true }, // as in the mock
      ...options,
    });
    this.#direction = direction;
  }

  breaches(schema: Schema, value: unknown): Breach[] {
    const validate = this.#ajv.getSchema(this.#idOf(schema));
    if (!validate || validate(value)) return [];
    const found = (validate.errors ?? []).map(
      ({ instancePath, keyword, message, params, data, parentSchema }): Breach => {
        const holder = this.#models.get(parentSchema as object) ?? schema;
        const missing = holder.properties?.[params["missingProperty"]];
        return {
          path: instancePath.split("/").slice(1).map(unescaped),
          keyword,
          rule: `${message}${keyword === "enum" ? `: ${params["allowedValues"].join(", ")}` : ""}`,
          value: data,
          schema: holder,
          ...(missing && { missing }),
        };
      },
    );
    return found.reduce((breaches, breach) => {
      const near = this.#near(breach);
      const isInside = ({ path }: Breach) => breach.path.every((name, at) => path[at] === name);
      return near ? [...breaches.filter((one) => !isInside(one)), ...near] : breaches;
    }, found);
  }

  /** The breaches of an alternative that only unknown values of an enum keep a value from matching. */
  #near({ keyword, schema, value, path }: Breach): Breach[] | undefined {
    const alternatives = /^(any|one)Of$/.test(keyword) ? (schema.anyOf ?? schema.oneOf ?? []) : [];
    return alternatives
      .map((one) => this.breaches(one, value).map((inner) => ({ ...inner, path: [...path, ...inner.path] })))
      .find((all) => all.length > 0 && all.every((inner) => inner.keyword === "enum"));
  }

  #idOf(schema: Schema): string {
    const known = this.#ids.get(schema);
    if (known) return known;
    const id = `schema-${this.#ids.size}`;
    this.#ids.set(schema, id);
    this.#ajv.addSchema(this.#written(schema), id);
    return id;
  }

  /** A schema for Ajv. Schemas in it that hold others are `$ref`s, so that a schema may contain itself. */
  #written(schema: Schema): object {
    const inside = (inner: Schema) =>
      subschemas(inner).length > 0 ? { $ref: this.#idOf(inner) } : this.#written(inner);
    const written = jsonSchemaOf(schema, this.#direction, inside);
    this.#models.set(written, schema);
    return written;
  }
}

const unescaped = (name: string) => name.replaceAll("~1", "/").replaceAll("~0", "~");

const inTexts = { coerceTypes: "array" } as const;
/** Comparers of JSON, and of texts in a URL, a header or a form, from which numbers, lists and so on are read. */
export const sent = { json: new Comparer("sent"), texts: new Comparer("sent", inTexts) };
export const received = { json: new Comparer("received"), texts: new Comparer("received", inTexts) };
