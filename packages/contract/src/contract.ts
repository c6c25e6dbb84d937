import { dirname, relative, resolve } from "node:path";
import { BaseResolver, bundle, createConfig, getLineColLocation, isRef } from "@redocly/openapi-core";

/** The parts of a JSON schema that the spec uses. */
export interface Schema {
  type?: string | string[] | undefined;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema | undefined;
  items?: Schema;
  enum?: unknown[] | undefined;
  const?: unknown;
  pattern?: string | undefined;
  format?: string | undefined;
  examples?: unknown[];
  maxLength?: number | undefined;
  maxProperties?: number | undefined;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

export interface Answer {
  status: number;
  mediaType: string;
  schema: Schema;
  /** Documented bodies by name. */
  examples: Record<string, Body>;
  /** Where the schema stands in the document. */
  pointer: string[];
}

export type Body = Record<string, unknown>;

export interface Operation {
  id: string;
  method: string;
  path: string;
  /** Where the operation stands in the document. */
  pointer: string[];
  parameters: Parameter[];
  answers: Answer[];
}

/** An OpenAPI document without `$ref`s. The lint rules of the spec guarantee the shape of its parts. */
export interface Document {
  paths: Record<string, PathItem>;
  security?: unknown[];
}
export interface PathItem {
  parameters?: Parameter[];
  get?: DocumentOperation;
}
export interface DocumentOperation {
  operationId: string;
  parameters?: Parameter[];
  responses: Record<string, { content?: Record<string, Media> }>;
}
interface Media {
  schema: Schema;
  examples: Record<string, { value: Body }>;
}

export interface Contract {
  document: Document;
  operations: Operation[];
  /** File and line of a place in the document, such as `spec/components/schemas/WorkItem.yaml:18`. */
  placeOf(pointer: string[]): Promise<string>;
}

/** Reads the split spec at `file`. */
export async function readContract(file: string): Promise<Contract> {
  const config = await createConfig();
  const { bundle: bundled } = await bundle({ ref: file, config, dereference: true });
  // What two places share would be changed in both by a mutant of one.
  const document: Document = JSON.parse(JSON.stringify(bundled.parsed));
  return { document, operations: operationsOf(document), placeOf: placesOf(file) };
}

/** Every operation of a document, in its order. */
export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, { get, parameters = [] }]) => {
    if (!get) return [];
    const pointer = ["paths", path, "get"];
    const answers = Object.entries(get.responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content).map(([mediaType, { schema, examples }]) => ({
        status: Number(status),
        mediaType,
        schema,
        examples: Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value])),
        pointer: [...pointer, "responses", status, "content", mediaType, "schema"],
      })),
    );
    const own = [...parameters, ...(get.parameters ?? [])];
    return [{ id: get.operationId, method: "GET", path, pointer, parameters: own, answers }];
  });
}

/** Valid parameters of an operation: the first example of each. */
export const sampleOf = ({ parameters }: Operation): Record<string, unknown> =>
  Object.fromEntries(
    parameters.flatMap(({ name, schema }) => (schema.examples ? [[name, schema.examples[0]]] : [])),
  );

/** A value that a schema allows. */
export function sampleValue({
  type,
  const: constant,
  enum: known = [],
  examples = [],
  format,
}: Schema): unknown {
  const [first] = [type].flat();
  const string = format === "date-time" ? "2026-07-01T08:15:01Z" : "any";
  const plain = { string, integer: 1, number: 1.5, boolean: true, array: [], object: {} };
  return constant ?? known[0] ?? examples[0] ?? plain[first as keyof typeof plain] ?? null;
}

/** Follows pointers through the files of the split spec, to the last part that exists. */
function placesOf(file: string): Contract["placeOf"] {
  const resolver = new BaseResolver();
  const load = async (name: string) => {
    const loaded = await resolver.resolveDocument(null, name, true);
    if (loaded instanceof Error) throw loaded;
    return loaded;
  };
  return async (segments) => {
    let { source, parsed: node } = await load(file);
    let pointer = "#";
    for (const segment of [...segments, ""]) {
      while (isRef(node)) {
        ({ source, parsed: node } = await load(resolve(dirname(source.absoluteRef), node.$ref)));
        pointer = "#";
      }
      const next = (node as Record<string, unknown> | null)?.[segment];
      if (next === undefined) break;
      node = next;
      pointer += `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    }
    const { start } = getLineColLocation({ source, pointer, reportOnKey: true });
    return `${relative(dirname(dirname(file)), source.absoluteRef)}:${start.line}`;
  };
}
