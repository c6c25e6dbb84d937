import { type Operation, type Response, successesOf } from "@qoder/work-codegen";

export function errorsOf(operation: Operation): Response[] {
  const successes = successesOf(operation);
  return operation.responses.filter((response) => !successes.includes(response));
}

/** The documented bodies of a response or a request by name, without those that are elsewhere (`externalValue`). */
export const examplesOf = (response: Pick<Response, "contents">) =>
  Object.entries(response.contents[0]?.examples ?? {}).filter(([, { value }]) => value !== undefined);

export const exampleAnswerOf = (operation: Operation): unknown =>
  successesOf(operation).flatMap(examplesOf)[0]?.[1].value;

/** `error.type` of an error, where the spec fixes it for the status. */
export function errorTypeOf(response: Response): string | undefined {
  const { const: type } = response.contents[0]?.schema.properties?.["error"]?.properties?.["type"] ?? {};
  return typeof type === "string" ? type : undefined;
}
