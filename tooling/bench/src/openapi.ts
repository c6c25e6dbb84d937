import { isForm, isJson } from "../../codegen/src/media-type.ts";
import type { Content, Operation, Schema } from "../../codegen/src/model.ts";
import { modelOf } from "../../codegen/test/model.ts";

/** The ids of all operations, and of those whose bodies and successes are JSON, flat forms or empty. */
export function operationsOf(document: unknown): { all: string[]; json: string[] } {
  const { operations } = modelOf(document);
  const json = operations.filter(({ body, responses }) => {
    const successes = responses.filter(({ status }) => status.startsWith("2"));
    return [body, ...successes].every((one) => !one || isTaken(one.contents));
  });
  const idsOf = (some: Operation[]) => some.map(({ id, operationId = id }) => operationId);
  return { all: idsOf(operations), json: idsOf(json) };
}

const isTaken = (contents: Content[]): boolean =>
  contents.length === 0 ||
  contents.some(
    ({ mediaType, schema: { properties } }) =>
      isJson(mediaType) || (isForm(mediaType) && properties && Object.values(properties).every(isPlain)),
  );

const isPlain = ({ type, properties, allOf, anyOf, oneOf, items }: Schema): boolean =>
  type !== "object" && !(properties ?? allOf ?? anyOf ?? oneOf) && (!items || isPlain(items));
