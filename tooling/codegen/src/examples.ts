import { validate } from "@cfworker/json-schema";
import { type Direction, SchemaWriter } from "./json-schema.ts";
import type { Api, Content, Operation } from "./model.ts";

/**
 * Whether each documented body conforms to its schema and has no unknown fields. May refuse a body that is right, and
 * accepts none that is wrong.
 */
export function examplesConform(api: Api): boolean {
  const operations = withCallbacks([...api.operations, ...api.webhooks]);
  const writer = new SchemaWriter({ ...api, operations }, closed);
  const written = (direction: Direction) => (content: Content) => ({
    schema: writer.written(content.schema, direction) as object,
    values: Object.values(content.examples).map(({ value }) => value),
  });
  const bodies = operations.flatMap(({ body, responses }) => [
    ...(body?.contents ?? []).map(written("sent")),
    ...responses.flatMap(({ contents }) => contents.map(written("received"))),
  ]);
  const lookup = Object.fromEntries(
    Object.entries(writer.components).map(([name, schema]) => [`#/components/schemas/${name}`, schema]),
  );
  const conforms = (value: unknown, schema: object) =>
    value === undefined || validate(value, schema, "2020-12", lookup).valid;
  try {
    return bodies.every(({ schema, values }) => values.every((value) => conforms(value, schema)));
  } catch {
    return false; // a pattern that is no regular expression with the flag `u`
  }
}

const withCallbacks = (operations: Operation[]): Operation[] =>
  operations.flatMap((one) => [one, ...withCallbacks(one.callbacks)]);

const closed = (schema: Record<string, unknown>) =>
  schema["properties"] && schema["additionalProperties"] === undefined
    ? { ...schema, unevaluatedProperties: false }
    : schema;
